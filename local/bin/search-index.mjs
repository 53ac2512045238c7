import { hand } from './prepare.mjs'

hand('search-index')
