import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { FeeRule } from '../../delivery/contract.ts'

export const readFee = (city: string): Promise<FeeRule | undefined> =>
  database.maybe<FeeRule>(sql`
    select fee_minor as "feeMinor", free_from_minor as "freeFromMinor" from known_fees where city = ${city}`)

export const writeFee = (city: string, rule: FeeRule): Promise<number> =>
  database.run(sql`
    insert into known_fees (city, fee_minor, free_from_minor) values (${city}, ${rule.feeMinor}, ${rule.freeFromMinor})
    on conflict (city) do update
      set fee_minor = excluded.fee_minor, free_from_minor = excluded.free_from_minor, learned_at = now()`)
