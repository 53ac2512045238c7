import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

export type FileServer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export function contentTypeOf(name: string): string {
  return types[extname(name)] ?? 'application/octet-stream'
}

/** Vite puts a digest into the names below /assets; all else may change under its name. */
export function cacheControlOf(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/** The file that answers a request, as CloudFront chooses it: a path whose last part has no extension is a page of the SPA. */
export function fileFor(url: string): string | undefined {
  const path = pathOf(url)
  return path && extname(path) === '' ? '/index.html' : path
}

export function onlyReads(request: IncomingMessage, response: ServerResponse): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads) response.writeHead(405, { allow: 'GET, HEAD' }).end()
  return reads
}

export function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n')
}

/** Serves a folder as S3 behind CloudFront does. */
export function staticFiles(folder: string): FileServer {
  return async (request, response) => {
    if (!onlyReads(request, response)) return
    const path = fileFor(request.url ?? '/')
    const file = path && join(folder, path)
    const found = file ? await stat(file).catch(() => undefined) : undefined
    if (!path || !file || !found?.isFile()) return notFound(response)
    const etag = `"${await digestOf(file, found.mtimeMs)}"`
    const headers = { etag, 'cache-control': cacheControlOf(path), 'x-content-type-options': 'nosniff' }
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end()
      return
    }
    response.writeHead(200, { ...headers, 'content-type': contentTypeOf(file), 'content-length': found.size })
    if (request.method === 'HEAD') response.end()
    else await pipeline(createReadStream(file), response)
  }
}

/** The path below the folder; undefined for one that leads out of it or can't be decoded. */
export function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.split(/[?#]/)[0] ?? '/')
    const outside = path.split(/[/\\]/).includes('..') || path.includes('\0')
    return outside ? undefined : normalize(`/${path}`)
  } catch {
    return undefined
  }
}

const digests = new Map<string, { mtimeMs: number; digest: string }>()

async function digestOf(file: string, mtimeMs: number): Promise<string> {
  const known = digests.get(file)
  if (known?.mtimeMs === mtimeMs) return known.digest
  const hash = createHash('sha256').update(await readFile(file))
  const digest = hash.digest('base64url').slice(0, 16)
  digests.set(file, { mtimeMs, digest })
  return digest
}
