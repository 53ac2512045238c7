import { hand } from './prepare.mjs'

hand('bench')
