import { parseArgs } from 'node:util'
import { EngineError } from '../engines/error.ts'
import type { ShopPlace } from './shop-function.ts'

export const usage = `npm run messages -- preview | check         what texts say; whether all of them can be sent
npm run messages -- list [PLACE]            messages that consumers gave up
npm run messages -- show PLACE ID           one of them, whole
npm run messages -- retry PLACE ID… | --all
npm run messages -- drop PLACE ID… | --all
npm run messages -- drop outbox:SERVICE ID… --reason TEXT    events that wait to be published
npm run messages -- outbox SERVICE          events that were published, and that wait
npm run messages -- replay SERVICE [--type T] [--subject S] [--from TIME] [--to TIME] [--into QUEUE]

    PLACE           parked:notifications.delivery, dead:orders-on-stock: as list names them
    without any     the shop that npm start runs here (KOROB_DATA_DIR, KOROB_API_PORT)
    --stack NAME    a deployed shop: korob-prod-app, with the credentials of the environment
    --region NAME   its region, where the environment doesn't say
    --function NAME the function itself, if not its stack
    --endpoint URL  an emulator, or the local runner
    --by NAME       who does it, for the audit log; else the user of this machine`

const outbox = 'outbox:'
const text = { type: 'string' } as const

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stack: text,
        region: text,
        function: text,
        endpoint: text,
        by: text,
        type: text,
        subject: text,
        from: text,
        to: text,
        into: text,
        reason: text,
        all: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new EngineError((error as Error).message, usage)
  }
}

export interface MessagesRequest {
  readonly place: ShopPlace
  /** What the function is asked. */
  readonly payload: Readonly<Record<string, unknown>>
  /** The ids are those that are listed. */
  readonly isForAll: boolean
}

const without = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** @param user whose machine it is @throws EngineError on what is missing or odd */
export const readMessagesOptions = (args: readonly string[], user: string): MessagesRequest => {
  const { values, positionals } = parse(args)
  const [action = '', ...names] = positionals
  const [first, ...ids] = names
  const { stack, region, endpoint, all: isForAll = false, by } = values
  const operator = `cli:${by ?? user}`.slice(0, 64)
  const isMissing = (): never => {
    throw new EngineError(`There is not enough, or too much, for ${action || 'a command'}.`, usage)
  }
  const dropOfEvents = (service: string): Record<string, unknown> =>
    values.reason === undefined || ids.length === 0
      ? isMissing()
      : { action: 'drop-events', service, ids, reason: values.reason, operator }
  const payloadOf = (): Record<string, unknown> => {
    switch (action) {
      case 'list':
        return names.length > 1 ? isMissing() : without({ action, place: first, limit: 500 })
      case 'show':
        return ids.length === 1 ? { action, place: first, id: ids[0] } : isMissing()
      case 'retry':
      case 'drop':
        if (action === 'drop' && first?.startsWith(outbox)) return dropOfEvents(first.slice(outbox.length))
        return first === undefined || isForAll === ids.length > 0
          ? isMissing()
          : { action, place: first, ids, operator }
      case 'outbox':
        return names.length === 1 ? { action, service: first } : isMissing()
      case 'replay': {
        const { type, subject, from, to, into } = values
        if (names.length !== 1 || !(type ?? subject ?? from)) return isMissing()
        return without({ action, service: first, type, subject, from, to, into, operator })
      }
      default:
        return isMissing()
    }
  }
  return {
    place: { stack, region, endpoint, functionName: values.function },
    payload: payloadOf(),
    isForAll,
  }
}
