import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

/** Notes how a retired queue was found. @returns for how many seconds it has been empty at every look */
export const noteRetired = async (name: string, isEmpty: boolean): Promise<number> => {
  const { seconds } = await database.one<{ seconds: number }>(sql`
    insert into retired_queues as known (name, empty_since) values (${name}, case when ${isEmpty} then now() end)
    on conflict (name) do update
      set empty_since = case when ${isEmpty} then coalesce(known.empty_since, now()) end
    returning coalesce(extract(epoch from now() - empty_since), 0)::float8 as seconds`)
  return seconds
}

export const forgetRetired = (name: string): Promise<number> =>
  database.run(sql`delete from retired_queues where name = ${name}`)
