import { hand } from './prepare.mjs'

hand('../localemu/test')
