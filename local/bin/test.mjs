import { hand } from './prepare.mjs'

hand('test')
