import { readFileSync } from 'node:fs'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What sets a whole shop or its engines up, or sits in a browser, takes a minute, where others take seconds. */
const long = /startTestShop|startEngines|deployedTo|local\/bin|\.suite/

/** Milliseconds a file that has not run here yet may take. */
function guess(file: string): number {
  const text = readFileSync(file, 'utf8')
  return (long.test(text) ? 60_000 : 1_000) + text.length
}

/**
 * The files that take longest come first, so that workers end at about the same time: by how long each took the last
 * time, as Vitest remembers.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const lasting = new Map(
      files.map((file) => [file, this.ctx.cache.getTestSpecificationResult(file)?.duration || guess(file.moduleId)]),
    )
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder
    return [...files].sort((a, b) => group(a) - group(b) || (lasting.get(b) ?? 0) - (lasting.get(a) ?? 0))
  }
}
