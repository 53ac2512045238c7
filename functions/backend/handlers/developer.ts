import { http } from '@korob/platform/http'
import { showAsset, showDocs, showDocument } from '../actions/show-docs.ts'
import { developerRoutes } from '../developer-routes.ts'

export const handler = http(developerRoutes, 'developer', {
  docs: showDocs,
  docsAsset: ({ params }) => showAsset(params.file),
  document: showDocument,
})
