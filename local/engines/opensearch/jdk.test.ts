import { expect, it } from 'vitest'
import { bestOf, majorOf } from './jdk.ts'

it("reads a JDK's version from its release file", () => {
  expect(majorOf('IMPLEMENTOR="Debian"\nJAVA_VERSION="17.0.15"\nJAVA_RUNTIME_VERSION="17.0.15+6"')).toBe(17)
  expect(majorOf('JAVA_VERSION="25"')).toBe(25)
  expect(majorOf('')).toBeUndefined()
})

it('prefers the newest JDK', () => {
  const newest = { home: '/usr/lib/jvm/25', major: 25 }
  expect(bestOf([undefined, { home: '/usr/lib/jvm/17', major: 17 }, newest])).toBe(newest)
  expect(bestOf([undefined])).toBeUndefined()
})
