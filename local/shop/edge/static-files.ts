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

/** Serves a folder as S3 behind CloudFront does: a path whose last part has no extension is a page of the SPA. */
export function staticFiles(folder: string) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    const path = pathOf(request.url ?? '/')
    const file = path && join(folder, extname(path) === '' ? 'index.html' : path)
    const found = file ? await stat(file).catch(() => undefined) : undefined
    if (!path || !file || !found?.isFile()) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n')
      return
    }
    const etag = `"${await digestOf(file, found.mtimeMs)}"`
    const headers = {
      etag,
      // Vite puts a digest into the names below /assets; all else may change under its name.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
    }
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end()
      return
    }
    const contentType = types[extname(file)] ?? 'application/octet-stream'
    response.writeHead(200, { ...headers, 'content-type': contentType, 'content-length': found.size })
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
