import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { cacheControlOf, contentTypeOf } from '../shop/edge/static-files.ts'

const atOnce = 8

/**
 * Puts the built page into the stack's bucket. In AWS the deployment does that by a function in Python, which emulators
 * can't run. What carries a digest in its name goes first: a page must not name parts that aren't there yet.
 */
export async function uploadPage(s3: S3Client, bucket: string, folder: string): Promise<number> {
  const keys = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  const put = (key: string) =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: readFileSync(join(folder, key)),
        ContentType: contentTypeOf(key),
        CacheControl: cacheControlOf(`/${key}`),
      }),
    )
  const isPart = (key: string) => key.startsWith('assets/')
  await each(keys.filter(isPart), put)
  await each(
    keys.filter((key) => !isPart(key)),
    put,
  )
  return keys.length
}

async function each(keys: readonly string[], work: (key: string) => Promise<unknown>): Promise<void> {
  const waiting = [...keys]
  const worker = async () => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) await work(key)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
