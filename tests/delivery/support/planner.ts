import { closeDatabase } from '@korob/platform/database'
import { reoptimiseRoutes } from '../../../functions/delivery/actions/reoptimise-routes.ts'

// The scheduled planner in a process of its own, so that it can be killed.
await reoptimiseRoutes(Date.now() + 30_000)
await closeDatabase()
