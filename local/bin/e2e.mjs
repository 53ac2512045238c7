import { hand } from './prepare.mjs'

hand('e2e')
