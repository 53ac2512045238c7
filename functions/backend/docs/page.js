/* global SwaggerUIBundle */

// Behind API Gateway's own address the API begins below its stage, else at the root.
const root = location.pathname.replace(/\/api\/docs$/, '')

const answer = await fetch('openapi.json')
if (answer.ok) {
  SwaggerUIBundle({
    spec: { ...(await answer.json()), servers: [{ url: root || '/' }] },
    dom_id: '#docs',
    deepLinking: true,
    displayOperationId: true,
    displayRequestDuration: true,
    filter: true,
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    // Else documents are sent to a service elsewhere.
    validatorUrl: null,
  })
} else {
  document.getElementById('docs').textContent = `The document can't be read: ${answer.status}`
}
