const { greet } = require('@sample/greetings')

// Answers with what it was given, so that tests see the event, the context and the environment.
exports.handler = async (event, context) => {
  if (event.httpMethod) {
    return {
      statusCode: 200,
      body: JSON.stringify({ event, greeting: greet(process.env.CITY), arn: context.invokedFunctionArn }),
    }
  }
  console.log('probe called', event.action ?? event['detail-type'] ?? 'plain')
  return { event, context: { ...context, remaining: context.getRemainingTimeInMillis() }, env: { ...process.env } }
}
