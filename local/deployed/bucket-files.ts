import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { type FileServer, fileFor, notFound, onlyReads } from '../shop/edge/static-files.ts'

/** Serves the page from its bucket, by signed requests as CloudFront sends them: the bucket is nobody else's to read. */
export function bucketFiles(s3: S3Client, bucket: string): FileServer {
  return async (request, response) => {
    if (!onlyReads(request, response)) return
    const key = fileFor(request.url ?? '/')?.slice(1)
    if (!key) return notFound(response)
    try {
      await send(s3, bucket, key, request, response)
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error
      const { httpStatusCode } = error.$metadata
      if (httpStatusCode === 304) response.writeHead(304).end()
      else if (httpStatusCode === 404 || error.name === 'NoSuchKey') notFound(response)
      else throw error
    }
  }
}

async function send(s3: S3Client, Bucket: string, Key: string, request: IncomingMessage, response: ServerResponse) {
  const IfNoneMatch = request.headers['if-none-match']
  const found = await s3.send(new GetObjectCommand({ Bucket, Key, ...(IfNoneMatch && { IfNoneMatch }) }))
  const headers = {
    'content-type': found.ContentType,
    'content-length': found.ContentLength,
    'cache-control': found.CacheControl,
    etag: found.ETag,
    'x-content-type-options': 'nosniff',
  }
  response.writeHead(200, Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)))
  if (request.method === 'HEAD') {
    response.end()
    ;(found.Body as Readable).destroy()
  } else await pipeline(found.Body as Readable, response)
}
