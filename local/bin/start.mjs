import { hand } from './prepare.mjs'

hand('start')
