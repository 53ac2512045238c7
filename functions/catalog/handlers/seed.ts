import { middleware } from '@korob/platform/middleware'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { seedDemo } from '../demo-data.ts'

export const handler = middleware(async () => {
  const seeded = await seedDemo()
  await nudgeRelay.send()
  return seeded
})
