import * as notifications from '../../notifications/contract.ts'
import type { TextsOfPhones } from '../actions/messages-of-profile.ts'
import { attempt } from './attempt.ts'

export const textsOfPhones: TextsOfPhones = {
  read: (of) => attempt(notifications.readOrderTexts, of, notifications.readOrderTexts.timeoutMs),
  wish: (wish) => attempt(notifications.wishOrderTexts, wish, notifications.wishOrderTexts.timeoutMs),
}
