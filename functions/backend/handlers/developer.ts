import { http } from '@korob/platform/http'
import { showAsset, showDocs, showDocument } from '../actions/show-docs.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'developer', {
  docs: showDocs,
  docsAsset: ({ params }) => showAsset(params.file),
  document: showDocument,
})
