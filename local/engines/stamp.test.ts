import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { secretOf } from './credentials.ts'
import { EngineError } from './error.ts'
import { stampFolder } from './stamp.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'korob-stamp-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('lets the series that wrote a folder use it again, and refuses another', () => {
  stampFolder(folder, { engine: 'RabbitMQ', series: '3.10' })
  stampFolder(folder, { engine: 'RabbitMQ', series: '3.10' })
  const refusal = (() => {
    try {
      stampFolder(folder, { engine: 'RabbitMQ', series: '4.2' })
    } catch (error) {
      return error
    }
  })()
  expect(refusal).toBeInstanceOf(EngineError)
  expect((refusal as EngineError).message).toContain('written by RabbitMQ 3.10; RabbitMQ 4.2')
  expect((refusal as EngineError).whatToDo).toContain('npm run reset')
})

it('makes a secret once for a folder, another for each name', () => {
  const secret = secretOf(folder, 'postgres')
  expect(secret).toMatch(/^[0-9a-f]{36}$/) // a leading dash would make it an option
  expect(secretOf(folder, 'rabbitmq')).not.toBe(secret)
  expect(secretOf(folder, 'postgres')).toBe(secret)
})
