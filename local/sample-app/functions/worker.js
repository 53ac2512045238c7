const { PutObjectCommand, S3Client } = require('@aws-sdk/client-s3')

const s3 = new S3Client({ forcePathStyle: true })

// Keeps each record in the bucket; a body that says so fails alone, or with an answer nobody understands.
exports.handler = async (event) => {
  const failed = event.Records.filter((record) => record.body === 'fail')
  for (const record of event.Records) {
    const Key = `records/${record.messageId}/${record.attributes.ApproximateReceiveCount}`
    await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key, Body: JSON.stringify(record) }))
  }
  if (event.Records.some((record) => record.body === 'nonsense')) return { batchItemFailures: [{ itemIdentifier: '' }] }
  return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) }
}
