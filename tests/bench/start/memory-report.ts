import { type MemoryUse, memoryOf } from '../measure/memory.ts'
import { sum } from '../measure/statistics.ts'

const parts: readonly (readonly [name: string, command: RegExp])[] = [
  ['PostgreSQL', /postgres/],
  ['RabbitMQ', /beam\.smp|erl|epmd|rabbitmq|inet_gethost/],
  ['OpenSearch', /java/],
  ['SQS, SNS and S3 emulator', /fauxqs/],
  ['SMS gateway simulator', /sms-simulator/],
  ['the shop: runner, functions, page', /local\/shop\/start/],
]

// A keeper's command line holds the command it keeps; of itself it is a shell.
const partOf = ({ command }: MemoryUse): string =>
  /^\S*\/?sh /.test(command)
    ? 'shells and the rest'
    : (parts.find(([, own]) => own.test(command))?.[0] ?? 'shells and the rest')

/** What a process shares is counted once over all: its proportional share, or all of it where that isn't told. */
const bytesOf = ({ proportionalBytes, residentBytes }: MemoryUse): number => proportionalBytes ?? residentBytes

const megabytes = (bytes: number): number => Math.round(bytes / 1e6)

/** Megabytes by part of the shop, the sum last. */
export const memoryRows = (root: number): [part: string, megabytes: number][] => {
  const uses = memoryOf(root)
  const byPart = Map.groupBy(uses, partOf)
  const rows = [...byPart].map(([part, ones]): [string, number] => [part, megabytes(sum(ones.map(bytesOf)))])
  return [...rows.toSorted((a, b) => b[1] - a[1]), ['all', megabytes(sum(uses.map(bytesOf)))]]
}
