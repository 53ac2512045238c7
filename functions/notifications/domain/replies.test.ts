import { expect, test } from 'vitest'
import { wishOf } from './replies.ts'

test.each([
  'STOP',
  'stop',
  ' Stop. ',
  'STOPALL',
  'unsubscribe',
  'Cancel!',
  'end',
  'QUIT',
  'СТОП',
  'стоп.',
  '«Стоп»',
  'Отписаться',
  // Latin C, T and O, as keyboards mix them.
  'CTOП',
  'СТОП 🙏',
])('%s ends the news', (body) => {
  expect(wishOf(body)).toBe('stop')
})

test.each(['START', 'start', 'UNSTOP', 'Старт', 'CTAPT', 'подписаться'])('%s asks for them again', (body) => {
  expect(wishOf(body)).toBe('start')
})

test.each(['', '👍', 'Спасибо!', 'Please do not cancel', 'stop by at 8', 'Стоп, я не дома', 'yes', 'да', '1'])(
  '%s is no wish',
  (body) => {
    expect(wishOf(body)).toBeUndefined()
  },
)

test('the gateway’s own reading counts before ours', () => {
  expect(wishOf('Basta', 'STOP')).toBe('stop')
  expect(wishOf('Otra vez', 'START')).toBe('start')
  expect(wishOf('Info', 'HELP')).toBeUndefined()
})
