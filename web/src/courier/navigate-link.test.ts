import { expect, it } from 'vitest'
import { navigateLink } from './navigate-link.ts'

it('leads to the navigation that the phone has', () => {
  const door = { lat: 57.36, lon: 41.12 }
  expect(navigateLink(door, 'Mozilla/5.0 (Linux; Android 15)')).toBe('geo:57.36,41.12?q=57.36,41.12')
  expect(navigateLink(door, 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)')).toContain('daddr=57.36,41.12')
})
