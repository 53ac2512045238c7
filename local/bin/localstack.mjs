import { hand } from './prepare.mjs'

hand('../localstack/main')
