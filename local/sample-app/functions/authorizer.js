let calls = 0

// Decides by the token, or by the key of a REQUEST authorizer.
exports.handler = async (event) => {
  calls++
  const word = event.type === 'TOKEN' ? event.authorizationToken.replace('Bearer ', '') : event.headers['X-Key']
  if (word === 'unauthorized') throw new Error('Unauthorized')
  if (word === 'broken') throw new Error('out of order')
  if (word === 'malformed') return { principalId: 'nobody' }
  const statement = (Effect, Resource) => ({ Effect, Action: 'execute-api:Invoke', Resource })
  const stage = event.methodArn.split('/').slice(0, 2).join('/')
  const statements = {
    deny: [statement('Allow', '*'), statement('Deny', event.methodArn)],
    nothing: [],
    get: [statement('Allow', `${stage}/GET/*`)],
  }
  return {
    principalId: word,
    policyDocument: { Version: '2012-10-17', Statement: statements[word] ?? [statement('Allow', `${stage}/*`)] },
    context: { text: 'value', number: 1, flag: true, calls, event: JSON.stringify(event) },
  }
}
