import { type FSWatcher, watch } from 'node:fs'
import { errorText, type Log } from './log.ts'

/** Builds write many files; what happens within this time counts as one change. */
const settleMs = 150

/** Watches folders and calls back once for each burst of changes. */
export class FolderWatcher {
  readonly #watchers = new Map<string, FSWatcher>()
  readonly #changed: (folder: string) => void
  readonly #log: Log
  readonly #timers = new Map<string, NodeJS.Timeout>()

  constructor(changed: (folder: string) => void, log: Log) {
    this.#changed = changed
    this.#log = log
  }

  /** Watches exactly these folders from now on; with `recursive` what lies below too. */
  set(folders: Map<string, { recursive: boolean }>): void {
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue
      watcher.close()
      this.#watchers.delete(folder)
    }
    for (const [folder, { recursive }] of folders) {
      if (!this.#watchers.has(folder)) this.#watch(folder, recursive)
    }
  }

  #watch(folder: string, recursive: boolean): void {
    try {
      const watcher = watch(folder, { recursive }, () => this.#touch(folder))
      watcher.on('error', (error) => {
        this.#log({ level: 'warn', text: `${folder} is no longer watched: ${errorText(error)}` })
        watcher.close()
        this.#watchers.delete(folder)
      })
      this.#watchers.set(folder, watcher)
    } catch (error) {
      this.#log({ level: 'warn', text: `${folder} can't be watched: ${errorText(error)}` })
    }
  }

  #touch(folder: string): void {
    clearTimeout(this.#timers.get(folder))
    this.#timers.set(
      folder,
      setTimeout(() => {
        this.#timers.delete(folder)
        this.#changed(folder)
      }, settleMs),
    )
  }

  close(): void {
    this.set(new Map())
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }
}
