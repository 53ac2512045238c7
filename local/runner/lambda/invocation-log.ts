const tailBytes = 4096

/** Collects what one invocation logs, in the form CloudWatch shows it, keeping the end for LogType Tail. */
export class InvocationLog {
  #text = ''

  add(text: string): void {
    this.#text += text
    if (this.#text.length > tailBytes * 2) this.#text = this.#text.slice(-tailBytes)
  }

  get text(): string {
    return this.#text.slice(-tailBytes)
  }
}

export function startLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}\n`
}

export function endLines(requestId: string, durationMs: number, memoryMb: number, initMs: number | undefined): string {
  const init = initMs === undefined ? '' : `Init Duration: ${initMs.toFixed(2)} ms\t`
  return (
    `END RequestId: ${requestId}\nREPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\t` +
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms\tMemory Size: ${memoryMb} MB\t${init}\n`
  )
}
