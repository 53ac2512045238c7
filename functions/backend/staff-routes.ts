import { defineRoutes } from '@korob/platform/routes'
import { uuid, z } from '@korob/platform/schema'
import * as examples from './account-examples.ts'
import * as views from './account-views.ts'
import { placedOrder } from './examples.ts'

export const staffRoutes = defineRoutes({
  listStaff: {
    method: 'GET',
    path: '/api/operator/staff',
    access: 'operator',
    audience: 'operator',
    operationId: 'listStaff',
    summary: 'List who works for the shop',
    answers: { 200: { description: 'Everybody', schema: views.staffAnswer, example: { staff: [examples.courier] } } },
  },
  inviteMember: {
    method: 'POST',
    path: '/api/operator/staff',
    access: 'operator',
    audience: 'operator',
    operationId: 'inviteMember',
    summary: 'Invite a courier or an operator',
    description:
      'Who signs in with the phone, within 30 days, has the role from then on; who gets the number later has not. Again with the same phone and role, it answers who is there, or gives anew what has lapsed.',
    body: views.invitation,
    examples: { courier: { body: examples.inviteCourier }, operator: { body: examples.inviteOperator } },
    answers: { 201: { description: 'A member of the staff', schema: views.member, example: examples.courier } },
    errors: ['staff_conflict', 'unavailable'],
  },
  removeMember: {
    method: 'DELETE',
    path: '/api/operator/staff/{memberId}',
    access: 'operator',
    audience: 'operator',
    operationId: 'removeMember',
    summary: 'Take a role away',
    description:
      'Ends the sessions of the phone; access tokens live until their end. The last operator stays: `staff_conflict`.',
    params: z.object({ memberId: uuid.describe('From listStaff') }),
    examples: { 'a courier': { params: { memberId: examples.memberId } } },
    answers: { 204: { description: 'The role is gone' } },
    errors: ['not_found', 'staff_conflict'],
  },
  endMemberSessions: {
    method: 'DELETE',
    path: '/api/operator/staff/{memberId}/sessions',
    access: 'operator',
    audience: 'operator',
    operationId: 'endMemberSessions',
    summary: 'Sign a member out everywhere',
    description:
      'As when a phone is lost. The role stays; whoever has the phone signs in anew. Access tokens live until their end.',
    params: z.object({ memberId: uuid.describe('From listStaff') }),
    examples: { 'a courier': { params: { memberId: examples.memberId } } },
    answers: {
      200: { description: 'Their sessions are over', schema: views.endedSessions, example: { ended: 2 } },
    },
    errors: ['not_found'],
  },
  revokeOrderLinks: {
    method: 'DELETE',
    path: '/api/operator/orders/{orderId}/links',
    access: 'operator',
    audience: 'operator',
    operationId: 'revokeOrderLinks',
    summary: "Void an order's links",
    description: 'Those made until now, in a moment; later texts carry another.',
    params: z.object({ orderId: uuid.describe('Of a placed order') }),
    examples: { 'of an order': { params: { orderId: placedOrder.orderId } } },
    answers: { 200: { description: 'They are void', schema: views.revocation, example: examples.revoked } },
    errors: ['not_found', 'unavailable'],
  },
})
