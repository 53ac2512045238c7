import { clearData } from '../engines/clear.ts'
import { dataFolder } from './addresses.ts'
import { fail } from './fail.ts'

try {
  const cleared = clearData(dataFolder(process.env))
  console.log(cleared.length === 0 ? 'There was nothing to clear.' : `Cleared:\n  ${cleared.join('\n  ')}`)
} catch (error) {
  fail(error)
  process.exitCode = 1
}
