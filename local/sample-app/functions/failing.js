exports.handler = async (event) => {
  if (event.fail === false) return { fine: true }
  throw new Error('always fails')
}
