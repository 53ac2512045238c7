const { setTimeout: sleep } = require('node:timers/promises')

exports.handler = async (event) => {
  const { ms = 0 } = event.httpMethod ? JSON.parse(event.body) : event
  await sleep(ms)
  if (event.say) console.log('single did', event.say)
  return { statusCode: 200, body: 'done' }
}
