import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Inbox, InboxMessage } from './inbox.ts'
import type { Switches } from './switches.ts'

const asset = (name: string) => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8')
const style = asset('page.css')
const script = asset('page.js')

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

export const contentSecurityPolicy = [
  `default-src 'none'`,
  `style-src ${hash(style)}`,
  `script-src ${hash(script)}`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

/** The inbox as phones: a card a number, the newest text on top. */
export function renderPage(inbox: Inbox, switches: Switches): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SMS inbox (${inbox.total})</title>
<style>${style}</style>
</head>
<body>
<header>
  <h1>SMS inbox</h1>
  <input id="search" type="search" placeholder="Number or text" aria-label="Search">
  <button id="clear" type="button">Clear</button>
</header>
<details id="faults"><summary>Faults</summary>
<form id="switches">${Object.entries(switches).map(renderSwitch).join('')}
<p><button type="submit">Apply</button> <button id="reset" type="button">Reset</button> <output id="outcome"></output></p>
</form></details>
<form id="reply">
  <input name="from" type="tel" placeholder="+79161234567" aria-label="Answer from" required>
  <input name="body" placeholder="STOP" aria-label="Answer" required>
  <button type="submit">Answer</button> <output></output>
</form>
<main id="phones" aria-live="polite">${renderPhones(inbox)}</main>
<script>${script}</script>
</body>
</html>`
}

function renderPhones({ messages, total }: Inbox): string {
  if (messages.length === 0) return '<p class="empty">No messages yet.</p>'
  const byNumber = Map.groupBy(messages, (message) => message.to)
  const cards = [...byNumber].map(
    ([number, texts]) => `
<section class="phone" data-number="${escapeHtml(number)}">
  <h2>${escapeHtml(number)}</h2>
  <ol>${texts.map(renderMessage).join('')}</ol>
</section>`,
  )
  const hidden = total - messages.length
  return cards.join('') + (hidden > 0 ? `<p class="empty">${hidden} older messages are not shown.</p>` : '')
}

function renderMessage(message: InboxMessage): string {
  const { status, errorCode, segments, encoding, from, createdAt } = message
  const parts = `${segments} ${segments === 1 ? 'segment' : 'segments'} ${encoding}`
  const outcome = errorCode === null ? status : `${status} (${errorCode})`
  return `
<li class="${escapeHtml(status)}" id="${escapeHtml(message.sid)}">
  <p class="text">${linkify(message.body)}</p>
  <p class="facts"><time datetime="${createdAt}">${createdAt.slice(0, 19).replace('T', ' ')} UTC</time>
  · <span class="status">${escapeHtml(outcome)}</span> · ${parts} · from ${escapeHtml(from ?? 'the service')}</p>
</li>`
}

/** Escapes a text and makes its web addresses clickable; a full stop or bracket at the end isn't part of an address. */
export function linkify(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}»'])/)
    .map((piece, i) => {
      const safe = escapeHtml(piece)
      return i % 2 === 1 ? `<a href="${safe}" target="_blank" rel="noopener noreferrer">${safe}</a>` : safe
    })
    .join('')
}

function renderSwitch([name, value]: [string, Switches[keyof Switches]]): string {
  if (typeof value === 'boolean') {
    return `<label><input type="checkbox" name="${name}"${value ? ' checked' : ''}> ${name}</label>`
  }
  if (typeof value === 'object') {
    return `<label>${name} <input name="${name}" data-json value="${escapeHtml(JSON.stringify(value))}"></label>`
  }
  const step = name.endsWith('Rate') ? ' min="0" max="1" step="0.01"' : ' min="0" step="1"'
  return `<label>${name} <input type="number" name="${name}"${step} value="${value}"></label>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character]!)
