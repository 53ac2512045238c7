import { createHash } from 'node:crypto'
import type { Actor } from '@korob/platform/tokens'

const ipv4InIpv6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'))

/** The first 64 bits of an IPv6 address: what one household or phone is given; the rest it changes as it likes. */
const ipv6Prefix = (address: string): string => {
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  // An IPv4 address at the end stands for two groups.
  const length = before.length + after.length + (after.at(-1)?.includes('.') ? 1 : 0)
  const all = [...before, ...Array.from({ length: Math.max(0, 8 - length) }, () => '0'), ...after]
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

/** The network that an address belongs to, as far as its user can't choose another at will. */
export const networkOf = (address: string): string => {
  const mapped = ipv4InIpv6.exec(address)?.[1]
  if (mapped) return mapped
  // An IPv4 address has no colon; API Gateway adds no port.
  return address.includes(':') ? ipv6Prefix(address) : address
}

/** Whom checkouts are counted by: the account, or a guest's network. */
export const clientName = (actor: Actor, address: string): string =>
  actor.role === 'anonymous' ? `network:${networkOf(address)}` : `${actor.role}:${actor.id}`

/** Sixteen bytes that tell names apart without showing them. */
export const digestOf = (name: string): Buffer => createHash('sha256').update(name).digest().subarray(0, 16)
