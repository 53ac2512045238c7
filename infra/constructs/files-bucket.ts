import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3'
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { AppSettings } from '../settings.ts'
import type { Engines } from './engines.ts'

const keptDays = 7
/** What couriers photograph at doors: as long as somebody may still ask. */
const proofDays = 90

/** Files that operators and couriers send and fetch, by addresses that are signed for an hour at most. None is kept for ever. */
export const filesBucket = (scope: Construct, settings: AppSettings, engines: Engines): Bucket =>
  new Bucket(scope, 'files', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: settings.stage !== 'local',
    lifecycleRules: [
      ...['imports/', 'reports/', 'exports/'].map((prefix) => ({ prefix, expiration: Duration.days(keptDays) })),
      { prefix: 'proofs/', expiration: Duration.days(proofDays) },
      { abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    // The pages of operators and couriers send files themselves.
    cors: [
      {
        allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
        allowedOrigins: [engines.publicUrl, ...(settings.corsOrigin ? [settings.corsOrigin] : [])],
        allowedHeaders: ['*'],
      },
    ],
    removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    autoDeleteObjects: settings.stage !== 'local' && !settings.keepData,
  })

/** Lets a function read and write files of the bucket, one by its name. An address it signs can do no more than it may itself. */
export const grantFiles = (files: IBucket, handler: LambdaFunction): void => {
  handler.addEnvironment('FILES_BUCKET', files.bucketName)
  handler.addToRolePolicy(
    new PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [files.arnForObjects('*')] }),
  )
  // Without it S3 says 403 of a file that isn't there.
  handler.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [files.bucketArn] }))
}
