import { middleware } from '@korob/platform/middleware'
import { z } from '@korob/platform/schema'
import { seedStaff } from '../actions/seed-staff.ts'

const request = z.object({ operatorPhone: z.string().optional() })

export const handler = middleware(async (event: unknown) => seedStaff(request.parse(event ?? {})))
