import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { setTimeout as wait } from 'node:timers/promises'
import { closeDatabase } from '@korob/platform/database'
import { connectTo, reach } from './connect.ts'
import { exitCodeOf } from './exit-code.ts'
import { exportCatalogue } from './export-catalogue.ts'
import { type ExportOptions, exportUsage, readExportOptions } from './export-options.ts'
import { operatorApi, RemoteError } from './operator-api.ts'
import type { Output } from './progress.ts'

interface Job {
  id: string
  state: string
  failure: string | null
  rows: number
  file: { url: string } | null
}

const pollMs = 1_000

/** Has the shop make the file, and fetches it. Answers how many records it holds. */
const exportByUrl = async (
  { url, token }: { url: string; token: string | undefined },
  path: string,
  signal: AbortSignal | undefined,
): Promise<number> => {
  const api = operatorApi(url, token ?? '', signal)
  let job = await api<Job>('POST', '/exports')
  while (!job.file) {
    if (job.state === 'failed' || job.state === 'cancelled') throw new RemoteError(job.failure ?? `it was ${job.state}`)
    await wait(pollMs, undefined, { signal })
    job = await api<Job>('GET', `/exports/${job.id}`)
  }
  const answer = await fetch(job.file.url, { signal: signal ?? null })
  if (!answer.ok || !answer.body) throw new RemoteError(`the file can't be had: status ${answer.status}`)
  await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(path, { mode: 0o600 }))
  return job.rows
}

const exportByDatabase = async (path: string, signal: AbortSignal | undefined): Promise<number> => {
  const file = await open(path, 'w', 0o600)
  let rows = 0
  try {
    for await (const { text, records } of exportCatalogue()) {
      signal?.throwIfAborted()
      await file.write(text)
      rows += records
    }
  } finally {
    await file.close()
  }
  return rows
}

const run = async ({ path, url, token, databaseUrl }: ExportOptions, output: Output, signal?: AbortSignal) => {
  const began = performance.now()
  // Beside it, so that it can take its place in one step.
  const unfinished = `${path}.unfinished`
  try {
    let rows: number
    if (url === undefined) {
      const where = connectTo(databaseUrl)
      output.write(`${where} → ${path}\n`)
      await reach(where)
      rows = await exportByDatabase(unfinished, signal)
    } else {
      output.write(`${url} → ${path}\n`)
      rows = await exportByUrl({ url, token }, unfinished, signal)
    }
    await rename(unfinished, path)
    output.write(`${rows} records, ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
  } finally {
    await rm(unfinished, { force: true })
    await closeDatabase()
  }
}

/**
 * The command: answers its exit code, as `exportUsage` explains it. What there is to say goes to `output`, complaints too.
 * @param signal ends it; its reason is the exit code then
 */
export const exportCatalog = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output,
  signal?: AbortSignal,
): Promise<number> => {
  try {
    const options = readExportOptions(args, env)
    if (options) await run(options, output, signal)
    else output.write(`${exportUsage}\n`)
    return 0
  } catch (error) {
    if (signal?.aborted) return Number(signal.reason)
    return exitCodeOf(error, exportUsage, output)
  }
}
