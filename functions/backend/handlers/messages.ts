import { middleware } from '@korob/platform/middleware'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { messageCommand, runMessageCommand } from '../actions/message-command.ts'

export const handler = middleware(async (event: unknown) => {
  const answer = await runMessageCommand(messageCommand.parse(event))
  await nudgeRelay.send()
  return answer
})
