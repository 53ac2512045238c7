import { type CutLine, cutLine } from '../../support/cut-line.ts'

/** Ways by which functions reach the engines. */
export interface Lines {
  /** The same address with the host and port that functions use. */
  url(url: string): Promise<string>
  server(url: string): Promise<{ host: string; port: number }>
  close(): Promise<void>
}

/**
 * Engines listen on loopback only. Functions in containers, which have a loopback of their own, find them by lines that
 * begin at `host`; those that are processes of this machine need none.
 */
export const linesFor = (host: string | undefined): Lines => {
  const lines: CutLine[] = []
  const server = async (url: string) => {
    const { hostname, port } = new URL(url)
    if (!host) return { host: hostname, port: Number(port) }
    const line = await cutLine(hostname, Number(port), host)
    lines.push(line)
    return { host, port: line.port }
  }
  return {
    server,
    async url(url) {
      const there = await server(url)
      const changed = new URL(url)
      changed.hostname = there.host
      changed.port = String(there.port)
      return changed.href.replace(/\/$/, '')
    },
    async close() {
      await Promise.all(lines.map((line) => line.close()))
    },
  }
}
