import { expect, it } from 'vitest'
import { circuitBreaker } from './circuit-breaker.ts'

const make = () => circuitBreaker({ failures: 3, pauseMs: 10_000 })

it('lets everything through until three calls in a row have failed', () => {
  const breaker = make()
  breaker.failed(0)
  breaker.failed(0)
  breaker.succeeded()
  breaker.failed(0)
  breaker.failed(0)
  expect(breaker.allows(1)).toBe(true)
  breaker.failed(1)
  expect(breaker.allows(2)).toBe(false)
})

it('lets one probe through after the pause, and the others wait for what becomes of it', () => {
  const breaker = make()
  for (let time = 0; time < 3; time += 1) breaker.failed(0)
  expect(breaker.allows(9_999)).toBe(false)
  expect(breaker.allows(10_000)).toBe(true)
  expect(breaker.allows(10_001)).toBe(false)
})

it('closes when the probe succeeds, and pauses again when it fails', () => {
  const breaker = make()
  for (let time = 0; time < 3; time += 1) breaker.failed(0)
  breaker.allows(10_000)
  breaker.failed(10_500)
  expect(breaker.allows(20_400)).toBe(false)
  expect(breaker.allows(20_500)).toBe(true)
  breaker.succeeded()
  expect(breaker.allows(20_501)).toBe(true)
})
