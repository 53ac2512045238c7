// In the manner of Node.js 22 and earlier: answers through a callback.
exports.handler = (event, context, callback) => {
  if (event.wait === false) context.callbackWaitsForEmptyEventLoop = false
  if (event.fail) return callback(new Error(event.fail))
  if (event.silent) return undefined
  if (event.succeed) return context.succeed(event.succeed)
  const started = Date.now()
  setTimeout(() => {
    globalThis.timerRan = true
  }, event.timerMs ?? 0)
  callback(null, { started, timerRan: globalThis.timerRan ?? false })
}
