import type { OrderQuery } from '../api/answers.ts'
import { startOfDay } from '../format/time.ts'
import { textOf } from '../ui/form-text.ts'

/** In E.164, as orders keep it; without a country code it is Russian. What is no number is left for the shop to refuse. */
const phoneOf = (typed: string): string => {
  const bare = typed.replace(/[^\d+]/g, '')
  if (/^[78]\d{10}$/.test(bare)) return `+7${bare.slice(1)}`
  return /^\d{10}$/.test(bare) ? `+7${bare}` : bare || typed
}

/** What the form asks for. Days are the shop's, wherever the browser is, and the last is asked for whole. */
export const orderQuery = (form: FormData, timeZone: string): OrderQuery => {
  const [phone, from, to] = [textOf(form, 'phone'), textOf(form, 'from'), textOf(form, 'to')]
  return {
    status: textOf(form, 'status') as OrderQuery['status'],
    needs: textOf(form, 'needs') as OrderQuery['needs'],
    number: textOf(form, 'number'),
    phone: phone && phoneOf(phone),
    from: from && startOfDay(from, timeZone),
    // The shop takes it as the first instant that is not asked for.
    to: to && startOfDay(to, timeZone, 1),
  }
}
