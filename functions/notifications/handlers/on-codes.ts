import { rabbitConsumer } from '@korob/platform/rabbit-consumer'
import { thenSend } from '../sending/after-commit.ts'
import { tellCode } from '../sending/tell-code.ts'

export const handler = thenSend(rabbitConsumer('notifications.codes', tellCode), { isForCodes: true })
