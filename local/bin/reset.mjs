import { hand } from './prepare.mjs'

hand('reset')
