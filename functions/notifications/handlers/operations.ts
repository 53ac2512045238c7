import { operations, serve } from '@korob/platform/operation'
import * as contract from '../contract.ts'
import { showOrderTexts, wishOrderTexts } from '../sending/order-texts.ts'

export const handler = operations(
  serve(contract.readOrderTexts, ({ phone }) => showOrderTexts(phone)),
  serve(contract.wishOrderTexts, ({ phone, orders, wishedAt }) => wishOrderTexts(phone, orders, new Date(wishedAt))),
)
