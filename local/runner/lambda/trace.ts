import { randomUUID } from 'node:crypto'

/** An X-Ray trace header: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export function newTraceId(): string {
  const hex = randomUUID().replaceAll('-', '')
  const time = Math.floor(Date.now() / 1000).toString(16)
  return `Root=1-${time}-${hex.slice(0, 24)};Parent=${hex.slice(16)};Sampled=0`
}

/** Adds what an incoming trace header lacks; one that names a parent is taken for sampled. */
export function completeTrace(incoming: string): string {
  const given = new Map(incoming.split(';').map((part) => part.split('=') as [string, string | undefined]))
  const [root, parent] = newTraceId().split(';') as [string, string]
  const sampled = given.get('Sampled') ?? (given.has('Parent') ? '1' : '0')
  return [
    given.has('Root') ? `Root=${given.get('Root')}` : root,
    given.has('Parent') ? `Parent=${given.get('Parent')}` : parent,
    `Sampled=${sampled}`,
  ].join(';')
}
