import { middleware } from '@korob/platform/middleware'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import type { Context } from 'aws-lambda'
import { command, runCommand } from '../index/command.ts'

export const handler = middleware(async (event: unknown, context: Context) => {
  const { action } = command.parse(event)
  const answer = await runCommand(action, Date.now() + context.getRemainingTimeInMillis())
  await nudgeRelay.send()
  return answer
})
