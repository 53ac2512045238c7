import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { FeeRule } from '../../delivery/contract.ts'

/** Folded names; the street is empty for what a whole city goes by. */
export interface Place {
  city: string
  street: string
}

export const readFee = ({ city, street }: Place): Promise<FeeRule | undefined> =>
  database.maybe<FeeRule>(sql`
    select fee_minor as "feeMinor", free_from_minor as "freeFromMinor", weight_steps as "weightSteps" from known_fees
     where city = ${city} and street in (${street}, '') order by street desc limit 1`)

/** Writes nothing where the rule is the same. */
export const writeFee = ({ city, street }: Place, rule: FeeRule): Promise<number> =>
  database.run(sql`
    insert into known_fees (city, street, fee_minor, free_from_minor, weight_steps)
    values (${city}, ${street}, ${rule.feeMinor}, ${rule.freeFromMinor}, ${JSON.stringify(rule.weightSteps)})
    on conflict (city, street) do update
      set fee_minor = excluded.fee_minor, free_from_minor = excluded.free_from_minor,
          weight_steps = excluded.weight_steps, learned_at = now()
      where (known_fees.fee_minor, known_fees.free_from_minor, known_fees.weight_steps)
        is distinct from (excluded.fee_minor, excluded.free_from_minor, excluded.weight_steps)`)
