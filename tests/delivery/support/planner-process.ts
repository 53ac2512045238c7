import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { eventually } from '../../support/eventually.ts'
import type { DeliveryService } from './delivery-service.ts'

const program = fileURLToPath(new URL('./planner.ts', import.meta.url))
const name = 'planner to be killed'

export interface PlannerProcess {
  /** Has taken a day on. */
  isLooking(): Promise<boolean>
  /** Waits for a lock that somebody holds. */
  isHeld(): Promise<boolean>
  /** SIGKILL; answers once PostgreSQL has noticed, which takes until its lock is given. */
  kill(release?: () => Promise<unknown>): Promise<void>
  /** Its exit code, once it is done. */
  ended(): Promise<number>
}

/** Runs the scheduled look for better routes in a process of its own. */
export const startPlanner = ({ db: { admin } }: DeliveryService): PlannerProcess => {
  const planner = spawn(process.execPath, [program], {
    env: { ...process.env, PGAPPNAME: name },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exited = once(planner, 'exit')
  const isThere = async (text: string, values: unknown[] = []) => (await admin.query(text, values)).rowCount !== 0
  return {
    isLooking: () => isThere('select from delivery.planned_day where taken_until is not null'),
    isHeld: () =>
      isThere(`select from pg_stat_activity where application_name = $1 and wait_event_type = 'Lock'`, [name]),
    kill: async (release) => {
      planner.kill('SIGKILL')
      await exited
      await release?.()
      await eventually(
        'its connections are gone',
        async () => !(await isThere('select from pg_stat_activity where application_name = $1', [name])),
      )
    },
    ended: async () => (await exited)[0] as number,
  }
}
