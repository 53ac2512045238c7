const { existsSync } = require('node:fs')
const { setTimeout: sleep } = require('node:timers/promises')
const { InvokeCommand, LambdaClient } = require('@aws-sdk/client-lambda')
const { GetSecretValueCommand, SecretsManagerClient } = require('@aws-sdk/client-secrets-manager')
const { SendMessageCommand, SQSClient } = require('@aws-sdk/client-sqs')

let served = 0

const behaviours = {
  answer: ({ answer }) => answer,
  async throw({ message }) {
    throw new RangeError(message)
  },
  async until({ file }) {
    console.log(`waits for ${file}`)
    while (!existsSync(file)) await sleep(20)
    return 'seen'
  },
  slow: ({ ms }) => sleep(ms).then(() => ({ statusCode: 200, body: 'late' })),
  exit: ({ code }) => process.exit(code),
  spin() {
    for (;;);
  },
  async reject() {
    Promise.reject(new Error('nobody catches me'))
    await sleep(200)
  },
  crash() {
    setTimeout(() => {
      throw new TypeError('thrown from a timer')
    })
    return sleep(200)
  },
  large: ({ bytes }) => 'x'.repeat(bytes),
  circular() {
    const value = {}
    value.self = value
    return value
  },
  count: () => ({ served: ++served }),
  async call({ name, payload, type }) {
    const answer = await new LambdaClient({}).send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload), InvocationType: type }),
    )
    return { status: answer.StatusCode, error: answer.FunctionError, payload: Buffer.from(answer.Payload).toString() }
  },
  secret: () => new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN })),
  send: ({ body }) =>
    new SQSClient({}).send(new SendMessageCommand({ QueueUrl: process.env.JOBS_URL, MessageBody: body })),
  outside: () => require('csv-parse'),
  memory() {
    const kept = []
    for (;;) kept.push(new Array(1_000_000).fill(Math.random()))
  },
}

// Does what it is told: by an event, or by the body of a request.
exports.handler = (event) => {
  const wish = event.httpMethod ? JSON.parse(event.body) : event
  return behaviours[wish.do](wish)
}
