import * as s3 from 'aws-cdk-lib/aws-s3'
import * as secrets from 'aws-cdk-lib/aws-secretsmanager'
import * as sns from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import * as sqs from 'aws-cdk-lib/aws-sqs'
import * as ssm from 'aws-cdk-lib/aws-ssm'
import { Duration, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'

/** What keeps data, in a stack of its own, so that the other imports its names. */
export class DataStack extends Stack {
  readonly jobs: sqs.Queue
  readonly jobsDeadLetters: sqs.Queue
  readonly slowJobs: sqs.Queue
  readonly filteredJobs: sqs.Queue
  readonly failures: sqs.Queue
  readonly topic: sns.Topic
  readonly secret: secrets.Secret
  readonly parameter: ssm.StringParameter
  readonly bucket: s3.Bucket

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.jobsDeadLetters = new sqs.Queue(this, 'JobsDeadLetters')
    this.jobs = new sqs.Queue(this, 'Jobs', {
      visibilityTimeout: Duration.seconds(4),
      deadLetterQueue: { queue: this.jobsDeadLetters, maxReceiveCount: 2 },
    })
    this.slowJobs = new sqs.Queue(this, 'SlowJobs', { visibilityTimeout: Duration.seconds(30) })
    this.filteredJobs = new sqs.Queue(this, 'FilteredJobs')
    this.failures = new sqs.Queue(this, 'Failures')
    this.topic = new sns.Topic(this, 'Announcements')
    this.topic.addSubscription(
      new SqsSubscription(this.jobs, {
        rawMessageDelivery: true,
        filterPolicy: { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['job'] }) },
      }),
    )
    this.secret = new secrets.Secret(this, 'Password', {
      generateSecretString: {
        secretStringTemplate: '{"username":"sample"}',
        generateStringKey: 'password',
        passwordLength: 20,
      },
    })
    this.parameter = new ssm.StringParameter(this, 'Greeting', {
      parameterName: '/sample/greeting',
      stringValue: 'Hello',
    })
    this.bucket = new s3.Bucket(this, 'Files')
  }
}
