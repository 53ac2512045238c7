import { defineRoutes } from '@korob/platform/routes'
import { z } from '@korob/platform/schema'

/** What is about the API, and no part of it. */
export const developerRoutes = defineRoutes({
  docs: {
    method: 'GET',
    path: '/api/docs',
    access: 'public',
    audience: 'developer',
    summary: 'Show the API document',
    answers: { 200: { description: 'A page' } },
    etag: true,
  },
  docsAsset: {
    method: 'GET',
    path: '/api/docs/{file}',
    access: 'public',
    audience: 'developer',
    summary: 'What that page is made of',
    params: z.object({ file: z.string().max(64) }),
    answers: { 200: { description: 'A script or a style sheet' } },
    errors: ['not_found'],
    etag: true,
    cacheControl: 'public, max-age=3600',
  },
  document: {
    method: 'GET',
    path: '/api/openapi.json',
    access: 'public',
    audience: 'developer',
    summary: 'The API document',
    answers: { 200: { description: 'OpenAPI 3.1' } },
    etag: true,
  },
})
