import { hand } from './prepare.mjs'
import { usage } from './start-options.mjs'

if (process.argv.includes('--help') || process.argv.includes('-h')) console.log(usage)
else hand('start')
