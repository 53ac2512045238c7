import { openAsBlob } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { FileError } from './file-error.ts'
import { operatorApi, RemoteError } from './operator-api.ts'
import type { Options } from './options.ts'
import type { ShownColumn } from './prepare.ts'
import { type Output, progressBar } from './progress.ts'

interface Job {
  id: string
  state: string
  phase: string | null
  failure: string | null
  sizeBytes: number
  upload: { url: string; headers: Record<string, string> } | null
  found: { format: string; encoding: string; delimiter: string; columns: ShownColumn[]; unused: string[] } | null
  counts: Record<
    'readBytes' | 'rows' | 'products' | 'worked' | 'created' | 'updated' | 'unchanged' | 'rejected',
    number
  >
  report: { url: string } | null
  refused: { line: number; column: string; reason: string }[]
}

const isOver = ({ state }: Job): boolean => ['done', 'failed', 'cancelled'].includes(state)

const upload = async (path: string, to: NonNullable<Job['upload']>, signal?: AbortSignal) => {
  // Read as it is sent; its size is known, which a stream's is not.
  const body = await openAsBlob(path)
  const answer = await fetch(to.url, { method: 'PUT', headers: to.headers, body, signal: signal ?? null })
  if (!answer.ok)
    throw new RemoteError(`the file was not taken: status ${answer.status} ${(await answer.text()).slice(0, 200)}`)
}

const sizeOf = async (path: string): Promise<number> => {
  try {
    const file = await open(path)
    try {
      const stat = await file.stat()
      if (!stat.isFile()) throw new FileError(`${path} is not an ordinary file`)
      return stat.size
    } finally {
      await file.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new FileError(`${path} does not exist`)
    throw error
  }
}

const pollMs = 1_000

type ShowMapping = (mapping: readonly ShownColumn[], unused: readonly string[], say: (text: string) => void) => void

/** Sends a file to a shop, which imports it, and follows it there. Answers whether every row was taken. */
export const importByUrl = async (
  options: Options & { url: string },
  output: Output,
  signal: AbortSignal | undefined,
  showMapping: ShowMapping,
): Promise<boolean> => {
  const say = (text: string) => output.write(`${text}\n`)
  const { path, url, map, dryRun, currency, rate, stock, delimiter, encoding } = options
  const api = operatorApi(url, options.token ?? '', signal)
  const began = performance.now()
  const sizeBytes = await sizeOf(path)
  const created = await api<Job>('POST', '/imports', {
    fileName: path.split(/[/\\]/).at(-1),
    sizeBytes,
    options: { map, dryRun, currency, rate, stock, delimiter, encoding },
  })
  say(`${path} → ${url}, import ${created.id}${dryRun ? ', dry run' : ''}`)
  // What was sent before a stop is forgotten there; what was begun there goes on.
  const stop = () =>
    fetch(`${url}/api/operator/imports/${created.id}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${options.token}` },
    }).catch(() => undefined)
  try {
    if (!created.upload) throw new RemoteError('the shop gave no address for the file')
    await upload(path, created.upload, signal)
    let job = await api<Job>('POST', `/imports/${created.id}/start`)
    let shown = false
    const bars = {
      reading: progressBar('Reading', sizeBytes, output),
      writing: undefined as ReturnType<typeof progressBar> | undefined,
    }
    const seen = { read: 0, worked: 0 }
    for (;;) {
      if (!shown && job.found) {
        showMapping(job.found.columns, job.found.unused, say)
        shown = true
      }
      bars.reading.advance(job.counts.readBytes - seen.read)
      seen.read = job.counts.readBytes
      if (job.phase === 'writing') {
        bars.writing ??= progressBar(dryRun ? 'Comparing' : 'Writing', job.counts.products, output)
        bars.writing.advance(job.counts.worked - seen.worked)
        seen.worked = job.counts.worked
      }
      if (isOver(job)) break
      await wait(pollMs, undefined, { signal })
      job = await api<Job>('GET', `/imports/${created.id}`).catch((error: unknown) => {
        if (!(error instanceof RemoteError)) throw error
        throw new RemoteError(`${error.message} The import goes on there: ${created.id}.`)
      })
    }
    const { counts } = job
    if (job.state !== 'done') {
      const isUntouched = job.phase !== 'writing' && counts.worked === 0
      throw new RemoteError(job.failure ?? `the import was ${job.state}`, job.state === 'failed' && isUntouched)
    }
    for (const { line, column, reason } of job.refused) say(`  line ${line}, ${column}: ${reason}`)
    say(
      `${counts.rows} rows, ${counts.products} products: ${counts.created} ${dryRun ? 'would be created' : 'created'}, ${counts.updated} updated, ${counts.unchanged} unchanged, ${counts.rejected} rows rejected, ${((performance.now() - began) / 1000).toFixed(1)} s`,
    )
    if (options.report !== undefined && job.report) {
      const report = await fetch(job.report.url, { signal: signal ?? null })
      if (!report.ok) throw new RemoteError(`the report can't be had: status ${report.status}`)
      await writeFile(options.report, Buffer.from(await report.arrayBuffer()))
      say(`Report: ${options.report}`)
    }
    return counts.rejected === 0
  } catch (error) {
    if (signal?.aborted) await stop()
    throw error
  }
}
