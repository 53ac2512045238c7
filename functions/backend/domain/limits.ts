/** How often something may be done: `burst` times at once, and once more each `everySeconds`. */
export interface Limit {
  readonly name: string
  readonly burst: number
  readonly everySeconds: number
}

/** One more of what a limit counts, for a phone or an address. */
export interface Taken {
  readonly limit: Limit
  readonly key: string
}

const minute = 60
const hour = 60 * minute

// What bounds guessing at a number's codes is how many go to it, and five tries for each. Its wrong codes are counted by
// network, so that a stranger's keep nobody else from signing in.
// An address may be a whole mobile network's: its limits only stop machines, a number's are what protects its owner.
export const limits = {
  codesOfNumber: { name: 'codes.number', burst: 8, everySeconds: 12 * minute },
  codesOfNumberInDays: { name: 'codes.number.days', burst: 15, everySeconds: 2 * hour },
  codesOfNumberFromNetwork: { name: 'codes.network', burst: 4, everySeconds: 20 * minute },
  codesOfNumberFromNetworkInDays: { name: 'codes.network.days', burst: 8, everySeconds: 4 * hour },
  codesOfDevice: { name: 'codes.device', burst: 5, everySeconds: 12 * minute },
  codesOfDeviceInDays: { name: 'codes.device.days', burst: 10, everySeconds: 3 * hour },
  codesOfAddress: { name: 'codes.address', burst: 60, everySeconds: minute },
  wrongCodesOfNumber: { name: 'codes.wrong', burst: 15, everySeconds: 6 * minute },
  triesOfAddress: { name: 'tries.address', burst: 120, everySeconds: 20 },
  refreshesOfAddress: { name: 'refreshes.address', burst: 600, everySeconds: 1 },
  // Wrong ones: whoever knows an order's number is not counted. From one network few; over all so few in a day that guessing is
  // hopeless, and who is kept out by that signs in with a code.
  wrongLookupsFromNetwork: { name: 'lookups.network', burst: 5, everySeconds: 12 * minute },
  wrongLookupsOfNumberInDays: { name: 'lookups.days', burst: 30, everySeconds: 48 * minute },
  lookupsOfAddress: { name: 'lookups.address', burst: 60, everySeconds: minute },
} as const satisfies Record<string, Limit>

/** How many codes may go to a number that are asked for on a device where nobody has proven to have it, as far as is known. */
export const allowanceOfStrangers = (phone: string, network: string): Taken[] => [
  { limit: limits.codesOfNumber, key: phone },
  { limit: limits.codesOfNumberInDays, key: phone },
  // So that it takes several networks to use up what a number has, and from one of them longer and longer.
  { limit: limits.codesOfNumberFromNetwork, key: `${phone} ${network}` },
  { limit: limits.codesOfNumberFromNetworkInDays, key: `${phone} ${network}` },
  { limit: limits.codesOfAddress, key: network },
]

/** How long whoever is refused a code of a number's waits for the next at most. */
export const strangersWaitSeconds = Math.max(
  limits.codesOfNumber.everySeconds,
  limits.codesOfNumberInDays.everySeconds,
  limits.codesOfNumberFromNetwork.everySeconds,
  limits.codesOfNumberFromNetworkInDays.everySeconds,
)

/** How many may be asked for on a device where the number was proven: whatever strangers ask for takes nothing from it. */
export const allowanceOfDevice = (phone: string, device: string): Taken[] => [
  { limit: limits.codesOfDevice, key: `${phone} ${device}` },
  { limit: limits.codesOfDeviceInDays, key: `${phone} ${device}` },
]

/** What an address counts as: one of IPv6 has 64 bits of its owner's own, so their network stands for it. */
export const networkOf = (address: string): string => {
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  const [head = '', tail] = address.toLowerCase().split('::')
  const parts = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const whole = tail === undefined ? parts : [...parts, ...Array(8 - parts.length - after.length).fill('0'), ...after]
  return `${whole
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
