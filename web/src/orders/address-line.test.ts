import { expect, it } from 'vitest'
import { en } from '../i18n/en.ts'
import { ru } from '../i18n/ru.ts'
import { addressLine } from './address-line.ts'

it('writes an address on one line, without what is not known of it', () => {
  const address = { city: 'Заречье', street: 'улица Ленина', house: '12' }
  expect(addressLine(address, ru)).toBe('Заречье, улица Ленина, д. 12')
  expect(addressLine({ ...address, apartment: '5', floor: '2' }, ru)).toBe(
    'Заречье, улица Ленина, д. 12, кв. 5, этаж 2',
  )
  expect(addressLine({ ...address, apartment: '5' }, en)).toBe('Заречье, улица Ленина, 12, flat 5')
})
