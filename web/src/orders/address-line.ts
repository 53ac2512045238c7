import type { OrderView } from '../api/answers.ts'
import type { Messages } from '../i18n/ru.ts'

type Address = Pick<OrderView['address'], 'city' | 'street' | 'house' | 'apartment' | 'entrance' | 'floor' | 'intercom'>

/** An address on one line. */
export const addressLine = (address: Address, t: Messages): string => {
  const { city, street, house, apartment, entrance, floor, intercom } = address
  const parts = t.addressLine
  return [
    city,
    street,
    parts.house(house),
    apartment && parts.apartment(apartment),
    entrance && parts.entrance(entrance),
    floor && parts.floor(floor),
    intercom && parts.intercom(intercom),
  ]
    .filter(Boolean)
    .join(', ')
}
