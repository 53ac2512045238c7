import { replayInto } from '@korob/platform/records'
import { instant, uuid, z } from '@korob/platform/schema'
import { dropEvents, listOutbox, replayOutbox } from './read-records.ts'
import { listSetAside, workSetAside } from './set-aside.ts'

const service = z.enum(['backend', 'catalog', 'orders', 'delivery', 'notifications'])
const operator = z.string().min(1).max(64)

/** What `npm run messages` asks for. */
export const messageCommand = z.discriminatedUnion('action', [
  z.object({ action: z.literal('list'), place: z.string().optional(), limit: z.int().min(1).max(500).default(100) }),
  z.object({ action: z.literal('show'), place: z.string(), id: z.string() }),
  z.object({
    action: z.enum(['retry', 'drop']),
    place: z.string(),
    ids: z.array(z.string()).min(1).max(500),
    operator,
  }),
  z.object({ action: z.literal('outbox'), service }),
  z.object({
    action: z.literal('drop-events'),
    service,
    ids: z.array(uuid).min(1).max(500),
    reason: z.string().trim().min(1).max(500),
    operator,
  }),
  z.object({
    action: z.literal('replay'),
    service,
    ids: z.array(uuid).min(1).max(500).optional(),
    type: z.string().optional(),
    subject: z.string().optional(),
    from: instant.optional(),
    to: instant.optional(),
    into: replayInto.optional(),
    operator,
  }),
])

/** Does what an operator asks for by the command line. @throws Problem */
export const runMessageCommand = (command: z.output<typeof messageCommand>) => {
  switch (command.action) {
    case 'list':
      return listSetAside(command)
    case 'show':
      return listSetAside({ ...command, limit: 1 })
    case 'retry':
    case 'drop':
      return workSetAside({ ...command, remedy: command.action }, command.operator)
    case 'outbox':
      return listOutbox({ service: command.service })
    case 'drop-events':
      return dropEvents(command.service, command.ids, command.reason, command.operator)
    case 'replay': {
      const { action: _action, operator: by, ...wanted } = command
      return replayOutbox(wanted, by)
    }
  }
}
