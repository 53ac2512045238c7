import { readFleet } from '../store/courier-routes.ts'

export const listCouriers = async () => ({ couriers: await readFleet() })
