import { userInfo } from 'node:os'
import { EngineError } from '../engines/error.ts'
import { fail } from './fail.ts'
import { readMessagesOptions, usage } from './messages-options.ts'
import { type CallAnswer, withShopFunction } from './shop-function.ts'

// npm run messages

const ofTexts = ['preview', 'check']
const messages = { id: 'backend-messages', output: 'MessagesFunction', usage }

const answerOf = (said: CallAnswer): unknown => {
  if ('failed' in said) throw new EngineError(said.failed, usage)
  return said.answer
}

const run = async (): Promise<void> => {
  const { place, payload, isForAll } = readMessagesOptions(process.argv.slice(2), userInfo().username)
  await withShopFunction(messages, place, async (call) => {
    const ids = async () => {
      const listed = answerOf(await call({ action: 'list', place: payload.place, limit: 500 }))
      return (listed as { messages: { id: string }[] }).messages.map(({ id }) => id)
    }
    const all = isForAll ? await ids() : undefined
    if (all?.length === 0) return console.log('There are none.')
    const wanted = all ? { ...payload, ids: all } : payload
    console.log(JSON.stringify(answerOf(await call(wanted)), undefined, 2))
  })
}

if (ofTexts.includes(process.argv[2] ?? '')) await import('../../functions/notifications/preview/cli.ts')
else
  try {
    await run()
  } catch (error) {
    fail(error)
    process.exit(1)
  }
