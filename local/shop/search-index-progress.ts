import { type Output, progressBar } from '../../functions/catalog/import/progress.ts'
import type { Action, CommandAnswer } from '../../functions/catalog/index/command.ts'
import { EngineError } from '../engines/error.ts'
import type { Task } from './search-index-options.ts'

/** Asks the shop's function; `failed`: it threw, and what it had done before counts. */
export type Ask = (action: Action) => Promise<CommandAnswer | { failed: string }>

/** So many failures in a row are no passing trouble. */
const patience = 10
const pauseMs = 1_000

type Bar = ReturnType<typeof progressBar>

/** A bar for each part of the work, drawn on as answers come. */
const bars = (output: Output) => {
  let current: { title: string; bar: Bar; done: number } | undefined
  const end = () => {
    current?.bar.end()
    current = undefined
  }
  return {
    end,
    show: ({ build }: CommandAnswer): void => {
      if (!build || build.state === 'switching') {
        end()
        return
      }
      const [title, done] =
        build.state === 'filling' ? ['filling  ', build.filled] : (['verifying', build.verified] as const)
      if (current?.title !== title) {
        end()
        current = { title, bar: progressBar(title, build.expected, output), done: 0 }
      }
      current.bar.advance(done - current.done)
      current.done = done
    },
  }
}

const describe = ({ serving, previous, last, build }: CommandAnswer): string =>
  [
    `in service: ${serving ?? 'none; searches run on PostgreSQL'}`,
    `kept for a rollback: ${previous ?? 'none'}`,
    ...(build ? [`being built: ${build.name}, ${build.state}`] : []),
    ...(last?.reason ? [`last: ${last.name} ${last.state}: ${last.reason}`] : []),
    '',
  ].join('\n')

const advanceToEnd = async (
  ask: Ask,
  shown: ReturnType<typeof bars>,
  pause: (ms: number) => Promise<unknown>,
): Promise<CommandAnswer> => {
  for (let failures = 0; ; ) {
    const answer = await ask('advance')
    if ('failed' in answer) {
      failures++
      if (failures === patience)
        throw new EngineError(
          `It fails again and again: ${answer.failed}`,
          'What is done is kept, and the shop goes on by itself, every minute. Its log (catalog-search-index) says more.',
        )
      await pause(pauseMs)
      continue
    }
    failures = 0
    shown.show(answer)
    if (answer.advance === 'idle') return answer
    if (answer.advance !== 'on') await pause(pauseMs)
  }
}

const begin = async (task: 'rebuild' | 'rollback', ask: Ask, output: Output): Promise<CommandAnswer | undefined> => {
  const answer = await ask(task)
  if ('failed' in answer)
    throw new EngineError(`It could not be begun: ${answer.failed}`, 'See the log of the function.')
  if (!answer.engine)
    throw new EngineError('This shop has no search engine.', 'Searches run on PostgreSQL: nothing to build.')
  if (!answer.build) {
    if (task === 'rollback')
      throw new EngineError('No index is kept to go back to.', 'npm run search:rebuild makes a new one.')
    return undefined
  }
  if (!answer.begun) output.write(`A ${answer.build.purpose} is under way already; this follows it.\n`)
  output.write(`${answer.build.name}, ${answer.build.expected} products\n`)
  return answer
}

/** Has the shop do it, with progress on `output`; answers whether searches read the index that was meant. */
export const follow = async (
  task: Task,
  ask: Ask,
  output: Output,
  pause: (ms: number) => Promise<unknown>,
): Promise<boolean> => {
  if (task === 'status' || task === 'cancel') {
    const answer = await ask(task)
    if ('failed' in answer) throw new EngineError(answer.failed, 'See the log of the function.')
    if (task === 'cancel') output.write(answer.begun ? 'Given up.\n' : 'There was nothing to give up.\n')
    output.write(describe(answer))
    return true
  }
  const begun = await begin(task, ask, output)
  const shown = bars(output)
  if (begun) shown.show(begun)
  const answer = await advanceToEnd(ask, shown, pause)
  output.write(describe(answer))
  return !begun?.build || answer.serving === begun.build.name
}
