import type { Message } from '@aws-sdk/client-sqs'

/** The event of an SQS mapping: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export function sqsEvent(messages: Message[], queueArn: string, region: string, batchingWindow: boolean): object {
  return { Records: messages.map((message) => sqsRecord(message, queueArn, region, batchingWindow)) }
}

function sqsRecord(message: Message, eventSourceARN: string, awsRegion: string, batchingWindow: boolean): object {
  const { MD5OfMessageAttributes } = message
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: messageAttributes(message),
    // Without attributes AWS has a null here, but only in batches of a window, as recorded by LocalStack's tests of mappings.
    ...((MD5OfMessageAttributes || batchingWindow) && { md5OfMessageAttributes: MD5OfMessageAttributes ?? null }),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion,
  }
}

function messageAttributes(message: Message): Record<string, object> {
  return Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
      name,
      {
        ...(attribute.StringValue !== undefined && { stringValue: attribute.StringValue }),
        ...(attribute.BinaryValue && { binaryValue: Buffer.from(attribute.BinaryValue).toString('base64') }),
        stringListValues: [],
        binaryListValues: [],
        dataType: attribute.DataType,
      },
    ]),
  )
}
