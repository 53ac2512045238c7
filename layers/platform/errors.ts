import type { Localized } from './schema.ts'

interface ErrorKind {
  status: number
  message: Localized
}

const kind = (status: number, en: string, ru: string): ErrorKind => ({ status, message: { en, ru } })

/** Every error a caller can see: code → HTTP status and public message. */
export const errorTable = {
  invalid_request: kind(400, 'The request has errors.', 'В запросе есть ошибки.'),
  invalid_json: kind(400, 'The body is not valid JSON.', 'Тело запроса — не JSON.'),
  wrong_code: kind(400, 'The code is wrong or has ended.', 'Код неверный или уже не действует.'),
  unauthorized: kind(401, 'Please sign in.', 'Пожалуйста, войдите.'),
  forbidden: kind(403, 'You may not do this.', 'У вас нет на это прав.'),
  not_found: kind(404, 'There is no such thing.', 'Ничего не найдено.'),
  in_progress: kind(
    409,
    'This, or what came before it, is still being worked on.',
    'Предыдущий запрос ещё выполняется.',
  ),
  already_ordered: kind(409, 'This cart was ordered already.', 'Эта корзина уже заказана.'),
  price_changed: kind(409, 'Prices have changed.', 'Цены изменились.'),
  out_of_stock: kind(409, 'Some items are no longer available.', 'Некоторых товаров больше нет.'),
  slot_taken: kind(409, 'This delivery slot is no longer free.', 'Это время доставки уже занято.'),
  out_of_zone: kind(409, 'We do not deliver to this address yet.', 'По этому адресу мы пока не доставляем.'),
  open_orders: kind(409, 'Some orders are still under way.', 'Некоторые заказы ещё выполняются.'),
  staff_conflict: kind(409, 'The staff does not allow this.', 'Состав сотрудников этого не допускает.'),
  stopped_by_phone: kind(
    409,
    'The phone has said STOP to texts; START, texted from it, brings them back.',
    'С телефона пришло «STOP». Вернуть сообщения можно, отправив с него START.',
  ),
  wrong_state: kind(409, 'This is not possible any more.', 'Сейчас это уже невозможно.'),
  stop_moved: kind(
    409,
    'This stop is no longer yours; the shop has noted what you did.',
    'Эта остановка уже не ваша. Магазин записал, что вы сделали.',
  ),
  not_feasible: kind(409, 'It does not fit the plan.', 'Это не укладывается в план.'),
  already_exists: kind(409, 'There is one of that name already.', 'Такое уже есть.'),
  deleted: kind(409, 'It was deleted.', 'Это удалено.'),
  not_uploaded: kind(409, 'The file has not come yet.', 'Файл ещё не пришёл.'),
  in_use: kind(409, 'It is still in use.', 'Оно ещё используется.'),
  precondition_failed: kind(412, 'It was changed meanwhile; read it again.', 'Это успели изменить, прочитайте заново.'),
  too_large: kind(413, 'The request is too large.', 'Запрос слишком большой.'),
  unsupported_media_type: kind(
    415,
    'The body must be application/json in UTF-8, not compressed.',
    'Тело запроса должно быть application/json в UTF-8, без сжатия.',
  ),
  key_reused: kind(422, 'This Idempotency-Key was used for another request.', 'Этот Idempotency-Key уже использован.'),
  precondition_required: kind(
    428,
    'If-Match must say which revision is changed.',
    'If-Match должен назвать изменяемую версию.',
  ),
  too_many_requests: kind(429, 'Too many requests; try again later.', 'Слишком много запросов, попробуйте позже.'),
  internal: kind(500, 'Something went wrong on our side.', 'Что-то сломалось на нашей стороне.'),
  unavailable: kind(503, 'The service is busy; try again shortly.', 'Сервис занят, попробуйте чуть позже.'),
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorTable

/** One field that is wrong: `field` is a path such as `items.0.quantity`. */
export interface FieldError {
  field: string
  message: string
}

export interface ProblemOptions {
  /** Fields that are wrong, for 400. */
  errors?: FieldError[]
  /** More members of the problem document, all public. */
  details?: Record<string, unknown>
  /** Seconds, sent as Retry-After. */
  retryAfterSeconds?: number
  cause?: unknown
}

/** An error that its caller may see. Anything else that is thrown becomes `internal`. */
export class Problem extends Error {
  readonly code: ErrorCode
  readonly errors: FieldError[]
  readonly details: Record<string, unknown>
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, options: ProblemOptions = {}) {
    super(`${code}: ${errorTable[code].message.en}`, { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.errors = options.errors ?? []
    this.details = options.details ?? {}
    this.retryAfterSeconds = options.retryAfterSeconds
  }

  get status(): number {
    return errorTable[this.code].status
  }
}

export const invalidField = (field: string, message: string): Problem =>
  new Problem('invalid_request', { errors: [{ field, message }] })

/** The event can't be applied yet: an earlier one is still on its way. It is retried, and costs no alarm. */
export class TooEarly extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'TooEarly'
  }
}

/** Something this function needs can't be reached right now. Over HTTP it is answered 503; what was done is unknown. */
export class Unreachable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Unreachable'
  }
}
