import { expect, it } from 'vitest'
import { EngineError } from '../engines/error.ts'
import { readPorts } from './addresses.ts'

it('takes a port from its flag, then its variable, then its default', () => {
  const ports = readPorts(['--port', '4000'], { KOROB_PORT: '5000', KOROB_SMS_PORT: '5002' })
  expect(ports).toMatchObject({ web: 4000, sms: 5002, postgres: 35432 })
})

it.each([[['--port', 'http']], [['--port', '70000']], [['--port', '0']], [['--colour', 'red']], [['extra']]])(
  'refuses %j with what is possible',
  (args) => {
    expect(() => readPorts(args, {})).toThrow(EngineError)
  },
)

it('names both that are given one port', () => {
  expect(() => readPorts(['--port', '4000'], { KOROB_SMS_PORT: '4000' })).toThrow(
    'Port 4000 is meant for both the shop and the SMS gateway simulator.',
  )
  expect(() => readPorts(['--api-port', '3000'], {})).toThrow(EngineError)
})
