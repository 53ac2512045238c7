import { randomBytes } from 'node:crypto'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { required } from './required.ts'

/** A bucket of the suite's own at the emulator; the functions' settings point at it. */
export const ownBucket = async (): Promise<void> => {
  const bucket = `files-${randomBytes(6).toString('hex')}`
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: required('TEST_AWS_ENDPOINT'),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    FILES_BUCKET: bucket,
  })
  const s3 = new S3Client({ forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: bucket }))
  s3.destroy()
}
