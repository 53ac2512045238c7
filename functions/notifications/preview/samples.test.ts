import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faultsOf } from '../domain/checking.ts'
import { renderPreview } from './render.ts'
import { samples } from './samples.ts'

test.each(samples)('the texts of $name can be sent', (sample) => {
  expect(faultsOf(sample)).toEqual([])
})

test('every file of texts has its samples', () => {
  const files = readdirSync(new URL('../domain/texts', import.meta.url))
  expect(samples).toHaveLength(files.length)
  expect(new Set(samples.map(({ name }) => name)).size).toBe(files.length)
})

test('a preview shows each text in each language, its segments and what they cost', () => {
  const [code] = samples
  expect(renderPreview([code!], { segmentMinor: 350, currency: 'RUB' })).toBe(
    `sign_in.code
  only, ru · UCS-2, 57 characters, 1 segment · 3,50 ₽
    042042 — код для входа в «Короб». Никому его не говорите.
  only, en · GSM-7, 61 characters, 1 segment · 3,50 ₽
    042042 is your Korob sign-in code. Do not tell it to anybody.
  spare, ru · UCS-2, 118 characters, 2 segments · 7 ₽
    042042 — код для входа в «Короб». Если новый код не пришлют, подойдёт запасной: 7KQ2-MX4T-9RWZ. Никому их не говорите.
  spare, en · GSM-7, 121 characters, 1 segment · 3,50 ₽
    042042 is your Korob sign-in code. If no new one is sent, use the spare one: 7KQ2-MX4T-9RWZ. Do not tell them to anybody.
`,
  )
})

test('without a price it tells segments alone', () => {
  expect(renderPreview([samples[0]!], undefined)).toContain('1 segment\n')
})
