import { randomUUID } from 'node:crypto'

/** An X-Ray trace header: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export function newTraceId(): string {
  const hex = randomUUID().replaceAll('-', '')
  const time = Math.floor(Date.now() / 1000).toString(16)
  return `Root=1-${time}-${hex.slice(0, 24)};Parent=${hex.slice(16)};Sampled=0`
}
