const { existsSync } = require('node:fs')
const { setTimeout: sleep } = require('node:timers/promises')

// Takes until a file is there.
exports.handler = async (event) => {
  const { until } = event.httpMethod ? JSON.parse(event.body) : event
  if (event.say) console.log('single begins', event.say)
  while (until && !existsSync(until)) await sleep(20)
  if (event.say) console.log('single did', event.say)
  return { statusCode: 200, body: 'done' }
}
