import type { AuditEntry } from '@korob/platform/records'
import type { Trail } from './operator-routes.ts'

export const orderId = '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85'
export const correlationId = '0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10'
const eventId = '0199d3c5-e1b0-7c11-a2d4-5e6f7a8b9c0d'

export const trail: Trail = {
  entries: [
    {
      at: '2026-11-22T09:16:02.731Z',
      service: 'orders',
      kind: 'history',
      what: 'placed',
      correlationId,
      details: { orderId, version: 1, actor: 'shopper', actorId: null, reason: null, details: null },
    },
    {
      at: '2026-11-22T09:16:02.980Z',
      service: 'catalog',
      kind: 'stock',
      what: 'sale',
      correlationId,
      details: {
        productId: '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11',
        delta: -2,
        heldDelta: -2,
        onHand: 40,
        reference: orderId,
      },
    },
  ],
  unreachable: [],
}

const entry: AuditEntry = {
  id: '0199d3f0-11aa-7b22-8c33-44dd55ee66ff',
  service: 'orders',
  at: '2026-11-22T10:02:11.480Z',
  actorId: 'operator-1',
  action: 'order.cancel',
  target: { type: 'order', id: orderId },
  correlationId,
  before: { status: 'scheduled' },
  after: { status: 'cancelled', reason: 'operator' },
}

export const audit: { entries: AuditEntry[]; nextCursor: string | null; unreachable: Trail['unreachable'] } = {
  entries: [entry],
  nextCursor: null,
  unreachable: [],
}

export const outbox = {
  rows: [
    {
      id: eventId,
      carrier: 'sns' as const,
      type: 'order.placed',
      subject: orderId,
      sequence: 1,
      createdAt: '2026-11-22T09:16:02.731Z',
      publishedAt: '2026-11-22T09:16:02.790Z',
      attempts: 1,
      lastError: null,
      droppedReason: null,
    },
  ],
}
