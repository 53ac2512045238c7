import { randomUUID } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { served } from '../../support/served.ts'

export interface TakenText {
  sid: string
  to: string
  body: string
  direction: 'outbound-api'
  status: 'sent'
  date_created: string
}

/** What becomes of a post: each but `refuses` takes the text. `waits` answers once it is released. */
export type Posting = 'answers' | 'waits' | 'breaks off' | 'refuses'

/** What a list answers, of the texts it should have: its pages, a failure, or nothing at all. */
export type Listing = (texts: readonly TakenText[]) => readonly (readonly TakenText[])[] | number | 'silent'

/** The Messages API of a gateway that does with posts and lists what a test says; none of its receipts come. */
export const startOddGateway = async () => {
  const texts: TakenText[] = []
  const forms: Record<string, string>[] = []
  const waiting: (() => void)[] = []
  let posting: Posting = 'answers'
  let listing: Listing = (taken) => [taken]
  let pageAfterMs = 0
  let pagesAsked = 0

  const answer = (response: ServerResponse, status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

  const post = (form: URLSearchParams, response: ServerResponse): void => {
    if (posting === 'refuses') return void answer(response, 500, { code: 20500 })
    const sid = `SM${randomUUID().replaceAll('-', '')}`
    forms.push(Object.fromEntries(form))
    const [to, body] = [form.get('To') ?? '', form.get('Body') ?? '']
    texts.unshift({ sid, to, body, direction: 'outbound-api', status: 'sent', date_created: new Date().toUTCString() })
    const tell = () => answer(response, 201, { sid })
    if (posting === 'breaks off') response.destroy()
    else if (posting === 'waits') waiting.push(tell)
    else tell()
  }

  const list = async (url: URL, response: ServerResponse): Promise<void> => {
    pagesAsked += 1
    const at = Number(url.searchParams.get('Page') ?? 0)
    const to = url.searchParams.get('To') ?? ''
    const listed = listing(texts.filter((one) => one.to === to))
    if (listed === 'silent') return
    if (typeof listed === 'number') return void answer(response, listed, { messages: [] })
    const next = new URLSearchParams({ To: to, Page: String(at + 1) })
    await pause(pageAfterMs)
    answer(response, 200, {
      messages: listed[at] ?? [],
      next_page_uri: at + 1 < listed.length ? `${url.pathname}?${next}` : null,
    })
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://gateway')
    if (request.method === 'POST') post(new URLSearchParams(await text(request)), response)
    else await list(url, response)
  })
  const { url, close } = await served(server)
  const simulatorUrl = process.env.SMS_GATEWAY_URL
  process.env.SMS_GATEWAY_URL = url
  return {
    /** What a phone got. */
    textsTo: (phone: string): string[] => texts.filter(({ to }) => to === phone).map(({ body }) => body),
    /** What came with the texts that a phone got. */
    formsTo: (phone: string) => forms.filter(({ To }) => To === phone),
    taken: (): number => texts.length,
    pagesAsked: (): number => pagesAsked,
    behave: (posts: Posting, lists: Listing = (taken) => [taken], pagesAfterMs = 0): void => {
      posting = posts
      listing = lists
      pageAfterMs = pagesAfterMs
    },
    /** Answers the posts that wait. */
    release: (): void => {
      for (const tell of waiting.splice(0)) tell()
    },
    close: async () => {
      process.env.SMS_GATEWAY_URL = simulatorUrl
      await close()
    },
  }
}
export type OddGateway = Awaited<ReturnType<typeof startOddGateway>>
