import { describe, expect, it } from 'vitest'
import { clientName, digestOf, networkOf } from './ordering-client.ts'

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:0:1:aaaa::1', '2001:db8:0:1::/64'],
    ['2001:0db8:0000:0001:ffff:ffff:ffff:ffff', '2001:db8:0:1::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:DB8::', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('the client that orders', () => {
  it('is the account where there is one, wherever it is; a guest is their network', () => {
    expect(clientName({ role: 'shopper', id: 'a' }, '203.0.113.7')).toBe('shopper:a')
    expect(clientName({ role: 'anonymous' }, '2001:db8::5')).toBe(clientName({ role: 'anonymous' }, '2001:db8::6'))
  })

  it('is kept as sixteen bytes', () => {
    expect(digestOf('network:203.0.113.7')).toHaveLength(16)
    expect(digestOf('a')).not.toEqual(digestOf('b'))
  })
})
