import { expect, it } from 'vitest'
import { requireFit, type Server } from './existing.ts'

const server: Server = { version: '18.4', user: 'anna', superuser: false, makesRoles: true, makesDatabases: true }

it.each([
  ['an administrator as RDS has them', server],
  ['a superuser', { ...server, superuser: true, makesRoles: false, makesDatabases: false }],
  ['a newer server', { ...server, version: '19beta1' }],
])('takes %s', (_case, fit) => {
  expect(() => requireFit(fit, 'there:5432')).not.toThrow()
})

it.each([
  ['an older server', { ...server, version: '17.6 (Debian 17.6-1)' }, 'is 17.6 (Debian 17.6-1); 18 or newer'],
  ['a user who makes no roles', { ...server, makesRoles: false }, 'The user anna'],
  ['a user who makes no databases', { ...server, makesDatabases: false }, 'may not make roles and databases'],
])('refuses %s', (_case, unfit, message) => {
  expect(() => requireFit(unfit, 'there:5432')).toThrow(message)
})
