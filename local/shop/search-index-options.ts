import { parseArgs } from 'node:util'
import { EngineError } from '../engines/error.ts'

export const usage = `npm run search:rebuild [-- options]     a new search index beside the one in service; edits go on
npm run search:rollback [-- options]    the index that served before serves again
npm run search:status [-- options]

    without any     the shop that npm start runs here (KOROB_DATA_DIR, KOROB_API_PORT)
    --stack NAME    a deployed shop: korob-prod-app, with the credentials of the environment
    --region NAME   its region, where the environment doesn't say
    --function NAME the function itself, if not its stack
    --endpoint URL  an emulator, or the local runner
    --cancel        gives up what is being built (search:rebuild)`

export type Task = 'rebuild' | 'rollback' | 'status' | 'cancel'

export interface SearchIndexOptions {
  readonly task: Task
  readonly stack: string | undefined
  readonly region: string | undefined
  readonly functionName: string | undefined
  readonly endpoint: string | undefined
}

const isTask = (name: string | undefined): name is Exclude<Task, 'cancel'> =>
  name === 'rebuild' || name === 'rollback' || name === 'status'

const parse = (args: readonly string[]) => {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { stack: text, region: text, function: text, endpoint: text, cancel: { type: 'boolean' } },
    })
  } catch (error) {
    throw new EngineError((error as Error).message, usage)
  }
}

/** @throws EngineError on what is missing or odd */
export const readSearchIndexOptions = (args: readonly string[]): SearchIndexOptions => {
  const { values, positionals } = parse(args)
  const [task, ...more] = positionals
  if (!isTask(task) || more.length > 0) throw new EngineError(`There is no ${positionals.join(' ') || 'task'}.`, usage)
  if (values.stack && values.function) throw new EngineError('Of --stack and --function one is too many.', usage)
  if (values.cancel && task !== 'rebuild') throw new EngineError('--cancel is for search:rebuild.', usage)
  return {
    task: values.cancel ? 'cancel' : task,
    stack: values.stack,
    region: values.region,
    functionName: values.function,
    endpoint: values.endpoint,
  }
}
