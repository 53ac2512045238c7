import { hand } from './prepare.mjs'

hand('messages')
