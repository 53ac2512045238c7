const { PutObjectCommand, S3Client } = require('@aws-sdk/client-s3')

const s3 = new S3Client({ forcePathStyle: true })

exports.handler = async (event, context) => {
  const Key = `batches/${context.awsRequestId}`
  await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key, Body: String(event.Records.length) }))
}
