import { findCourier as operation } from '../../delivery/contract.ts'
import type { FindCourier } from '../actions/staff.ts'
import { attempt } from './attempt.ts'

export const findCourier: FindCourier = (courierId) => attempt(operation, { courierId }, operation.timeoutMs)
