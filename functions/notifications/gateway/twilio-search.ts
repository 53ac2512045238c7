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
// Twilio's largest. A number that gets more than so many texts at all is no shopper's.
const pageSize = 1_000
const mostPages = 5

// Put before each text of an account that has not paid yet.
const trialPrefix = 'Sent from your Twilio trial account - '

// JSON.parse quotes what it can't read, and what is quoted here is what people were told.
const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    throw new Error("the gateway's list is not JSON")
  }
}

type Listed = z.infer<typeof page>['messages'][number]

/** Whether it is one like the text. @throws when it might be and doesn't tell */
const isLike = (listed: Listed, text: { to: string; body: string }, since: Date): boolean => {
  if (listed.to !== text.to || !listed.direction.startsWith('outbound')) return false
  const createdMs = Date.parse(listed.date_created)
  if (Number.isNaN(createdMs)) throw new Error("the gateway's list doesn't say when a text was created")
  if (createdMs < since.getTime() - slackMs) return false
  if (listed.body === '') throw new Error("the gateway's list has a text without its words")
  return listed.body === text.body || listed.body === trialPrefix + text.body
}

/**
 * Texts to a number with a body that were created since a moment, oldest first. Asked without DateSent: texts that still
 * wait in Twilio's queue have none and would be missed. Read to its end: where such a text stands in a list is not said.
 * @throws when an answer isn't a list, the list doesn't end, or a text in it doesn't tell what it is
 */
export const findMessages = async (
  get: (pathAndQuery: string) => Promise<Answer>,
  messagesPath: string,
  text: { to: string; body: string },
  since: Date,
): Promise<FoundText[]> => {
  const found: (FoundText & { createdMs: number })[] = []
  let next: string | null | undefined =
    `${messagesPath}?${new URLSearchParams({ To: text.to, PageSize: String(pageSize) })}`
  for (let pages = 0; next; pages++) {
    if (pages === mostPages) throw new Error(`the gateway's list has more than ${mostPages} pages`)
    const answer = await get(next)
    if (answer.status !== 200) throw new Error(`the gateway's list answered HTTP ${answer.status}`)
    const { messages, next_page_uri } = page.parse(readJson(answer.body))
    for (const listed of messages)
      if (isLike(listed, text, since))
        found.push({ gatewayId: listed.sid, status: listed.status, createdMs: Date.parse(listed.date_created) })
    next = next_page_uri
  }
  // Lists come newest first; of one second's, the last listed is the oldest.
  return found
    .reverse()
    .sort((a, b) => a.createdMs - b.createdMs)
    .map(({ gatewayId, status }) => ({ gatewayId, status }))
}
