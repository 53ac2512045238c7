import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

export type SearchTrouble = 'nothing' | 'slow'

/** Different ones a day. Words can be made up without end; beyond these only what is known already is counted. */
const mostDifferent = 10_000

/** Counts a search that found nothing or took long, under its day (UTC). */
export const countSearchQuery = (problem: SearchTrouble, query: string, tookMs: number): Promise<number> =>
  database.run(sql`
    insert into search_query as kept (day, problem, query, slowest_ms)
    select today, ${problem}::text, ${query}::text, ${Math.round(tookMs)}::int
      from (select (now() at time zone 'UTC')::date as today) as clock
     where exists (select from search_query where day = today and problem = ${problem} and query = ${query})
        or (select count(*) from (select from search_query where day = today limit ${mostDifferent}) as known) < ${mostDifferent}
        on conflict (day, problem, query) do update
       set searches = kept.searches + 1, slowest_ms = greatest(kept.slowest_ms, excluded.slowest_ms), last_at = now()`)

export interface SearchQueryRow {
  query: string
  problem: SearchTrouble
  searches: number
  slowestMs: number
  lastAt: string
}

/** The most frequent of the last days, summed. */
export const findSearchQueries = (
  problem: SearchTrouble | undefined,
  days: number,
  limit: number,
): Promise<SearchQueryRow[]> =>
  database.many<SearchQueryRow>(sql`
    select query, problem, sum(searches)::int as searches, max(slowest_ms) as "slowestMs",
           to_char(max(last_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastAt"
      from search_query
     where day > (now() at time zone 'UTC')::date - ${days}::int and (${problem ?? null}::text is null or problem = ${problem ?? null}::text)
     group by query, problem
     order by searches desc, max(last_at) desc, query limit ${limit}`)

/** Forgets what is older than so many days. */
export const purgeSearchQueries = (days: number): Promise<number> =>
  database.run(sql`delete from search_query where day < (now() at time zone 'UTC')::date - ${days}::int`)
