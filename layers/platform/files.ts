import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { optionalSetting, setting } from './config.ts'
import { Unreachable } from './errors.ts'

const open = (): S3Client =>
  new S3Client({
    maxAttempts: 3,
    // At an emulator the bucket's own host is a name that nobody resolves.
    forcePathStyle: optionalSetting('AWS_ENDPOINT_URL_S3') !== undefined,
    // A checksum would be signed into the address, and its sender would have to know it.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })

let client: S3Client | undefined
const s3 = (): S3Client => {
  client ??= open()
  return client
}

const Bucket = (): string => setting('FILES_BUCKET')

const orUnreachable = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    // What S3 has answered is ours to mend; anything else is the way there.
    if (error instanceof S3ServiceException && (error.$metadata.httpStatusCode ?? 500) < 500) throw error
    throw new Unreachable(`S3: ${String(error)}`, { cause: error })
  }
}

/** An address to which anyone may PUT a file of just this size, and if given of this media type, for `seconds`. */
export const uploadAddress = (key: string, sizeBytes: number, seconds: number, type?: string): Promise<string> =>
  getSignedUrl(
    s3(),
    new PutObjectCommand({ Bucket: Bucket(), Key: key, ContentLength: sizeBytes, ContentType: type }),
    {
      expiresIn: seconds,
      // Else they would be mere wishes.
      signableHeaders: new Set(['content-length', 'host', ...(type === undefined ? [] : ['content-type'])]),
    },
  )

/** An address from which anyone may GET the file for `seconds`; browsers save it as `name`. */
export const downloadAddress = (key: string, name: string, seconds: number): Promise<string> =>
  getSignedUrl(
    s3(),
    new GetObjectCommand({
      Bucket: Bucket(),
      Key: key,
      ResponseContentDisposition: `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
    }),
    { expiresIn: seconds },
  )

/** How many bytes the file has; undefined: there is none. */
export const sizeOfFile = async (key: string): Promise<number | undefined> => {
  try {
    const head = await orUnreachable(s3().send(new HeadObjectCommand({ Bucket: Bucket(), Key: key })))
    return head.ContentLength
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined
    throw error
  }
}

/** Copies a file from the bucket to a path of this machine. */
export const fetchFile = async (key: string, path: string, signal: AbortSignal): Promise<void> => {
  const { Body } = await orUnreachable(
    s3().send(new GetObjectCommand({ Bucket: Bucket(), Key: key }), { abortSignal: signal }),
  )
  await orUnreachable(pipeline(Body as Readable, createWriteStream(path, { mode: 0o600 }), { signal }))
}

/** Puts a file of this machine into the bucket, in place of one that has the key. */
export const storeFile = async (key: string, path: string, type: string, signal: AbortSignal): Promise<void> => {
  const { size } = await stat(path)
  await orUnreachable(
    s3().send(
      new PutObjectCommand({
        Bucket: Bucket(),
        Key: key,
        Body: createReadStream(path),
        ContentLength: size,
        ContentType: type,
      }),
      { abortSignal: signal },
    ),
  )
}
