import { z } from '@korob/platform/schema'
import type { FoundText } from '../domain/gateway.ts'
import { gatewayStatuses } from '../domain/status.ts'
import type { Answer } from './connection.ts'

const page = z.object({
  messages: z.array(
    z.object({
      sid: z.string(),
      to: z.string(),
      body: z.string(),
      direction: z.string(),
      status: z.enum(gatewayStatuses),
      date_created: z.string(),
    }),
  ),
  next_page_uri: z.string().nullish(),
})

// Twilio's clock and ours may differ, and its dates have no fractions.
const slackMs = 10 * 60_000
const pageSize = 100
const mostPages = 20

// JSON.parse quotes what it can't read, and what is quoted here is what people were told.
const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    throw new Error("the gateway's list is not JSON")
  }
}

/**
 * Texts to a number with a body that were created since a moment, oldest first. Asked without DateSent: texts that still
 * wait in Twilio's queue have none and would be missed. Lists come newest first.
 * @throws when an answer isn't a list or the list doesn't end
 */
export const findMessages = async (
  get: (pathAndQuery: string) => Promise<Answer>,
  messagesPath: string,
  text: { to: string; body: string },
  since: Date,
): Promise<FoundText[]> => {
  const found: FoundText[] = []
  let next: string | null | undefined =
    `${messagesPath}?${new URLSearchParams({ To: text.to, PageSize: String(pageSize) })}`
  for (let pages = 0; next; pages++) {
    if (pages === mostPages) throw new Error(`the gateway's list has more than ${mostPages} pages`)
    const answer = await get(next)
    if (answer.status !== 200) throw new Error(`the gateway's list answered HTTP ${answer.status}`)
    const { messages, next_page_uri } = page.parse(readJson(answer.body))
    const recent = messages.filter(({ date_created }) => Date.parse(date_created) >= since.getTime() - slackMs)
    for (const message of recent)
      if (message.to === text.to && message.body === text.body && message.direction.startsWith('outbound'))
        found.unshift({ gatewayId: message.sid, status: message.status })
    next = recent.length < messages.length ? null : next_page_uri
  }
  return found
}
