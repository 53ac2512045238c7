import { middleware } from '@korob/platform/middleware'
import { z } from '@korob/platform/schema'
import { seedDemo } from '../actions/seed-demo.ts'

const request = z.object({ fleetSize: z.int().min(1).max(500).optional() })

export const handler = middleware(async (event: unknown) => seedDemo(request.parse(event ?? {}).fleetSize))
