import { expect, it } from 'vitest'
import { reachableApiUrl } from './api-url.ts'

it('is the path that emulators serve, whatever name of a host they answer', () => {
  const reached = 'http://127.0.0.1:4566/_aws/execute-api/353df02f/local'
  for (const output of [
    'https://353df02f.execute-api.us-east-1.amazonaws.com/local/',
    'https://353df02f.execute-api.localhost.localstack.cloud:4566/local',
  ])
    expect(reachableApiUrl(output, 'http://127.0.0.1:4566/')).toBe(reached)
})

it('is the address itself in AWS', () => {
  const output = 'https://353df02f.execute-api.eu-central-1.amazonaws.com/dev/'
  expect(reachableApiUrl(output, undefined)).toBe(output.slice(0, -1))
})
