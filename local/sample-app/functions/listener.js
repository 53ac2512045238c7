const { PutObjectCommand, S3Client } = require('@aws-sdk/client-s3')

const s3 = new S3Client({ forcePathStyle: true })

exports.handler = async (event, context) => {
  const Key = `rabbitmq/${Date.now()}-${context.awsRequestId}`
  await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key, Body: JSON.stringify(event) }))
  const bodies = Object.values(event.rmqMessagesByQueue)
    .flat()
    .map((message) => atob(message.data))
  if (bodies.includes('poison')) throw new Error('a poisoned batch')
}
