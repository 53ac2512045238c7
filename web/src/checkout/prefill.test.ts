import { describe, expect, it } from 'vitest'
import { acceptDraft } from './draft.ts'
import { chosenAddress, prefilled, withAddress } from './prefill.ts'

const home = { city: 'Заречье', street: 'Заводская улица', house: '7', apartment: '12' }
const work = { city: 'Заречье', street: 'улица Ленина', house: '1' }
const profile = { name: 'Анна', phone: '+79161234567', addresses: [{ label: 'Дом', address: home }, { address: work }] }
const ownCity = ['Заречье', 'Zarechye']
const draft = { ...acceptDraft(undefined), city: 'Zarechye' }

describe('what is known of a shopper', () => {
  it('stands in the form where it is empty', () => {
    expect(prefilled(draft, profile, ownCity)).toMatchObject({
      name: 'Анна',
      phone: '+79161234567',
      ...home,
      floor: '',
    })
  })

  it('takes the place of nothing that they wrote', () => {
    const written = { ...draft, name: 'Пётр', street: 'Садовая' }
    expect(prefilled(written, profile, ownCity)).toEqual({ ...written, phone: '+79161234567' })
    const elsewhere = { ...draft, city: 'Москва' }
    expect(prefilled(elsewhere, profile, ownCity)).toMatchObject({ city: 'Москва', street: '' })
  })

  it('changes nothing where nothing is known', () => {
    expect(prefilled(draft, { name: null, phone: '+79161234567', addresses: [] }, ownCity)).toEqual({
      ...draft,
      phone: '+79161234567',
    })
  })
})

describe('an address that is kept', () => {
  it('is known in the form, and no other is taken for it', () => {
    expect(chosenAddress(withAddress(draft, work), profile)).toBe(1)
    expect(chosenAddress({ ...withAddress(draft, work), house: ' 1 ' }, profile)).toBe(1)
    expect(chosenAddress({ ...withAddress(draft, work), house: '2' }, profile)).toBe(-1)
    expect(chosenAddress({ ...withAddress(draft, work), floor: '2' }, profile)).toBe(-1)
  })

  it('leaves nothing of another behind', () => {
    expect(withAddress(withAddress(draft, home), work).apartment).toBe('')
  })
})
