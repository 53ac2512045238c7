import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '@korob/platform/errors'
import { TextAnswer } from '@korob/platform/http'

const script = 'text/javascript; charset=utf-8'

const assets: Readonly<Record<string, string>> = {
  'page.js': script,
  'swagger-ui.js': script,
  'swagger-ui.css': 'text/css; charset=utf-8',
}

// Everything comes from here, and the page sends nothing elsewhere. Swagger UI writes styles into its elements.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

// infra/functions.ts says which files stand beside the code.
const read = (file: string): Promise<string> => readFile(join(process.env.LAMBDA_TASK_ROOT ?? '', 'docs', file), 'utf8')

/** The page that shows the API document. */
export const showDocs = async (): Promise<TextAnswer> =>
  new TextAnswer('text/html; charset=utf-8', await read('index.html'), {
    'content-security-policy': contentSecurityPolicy,
  })

export const showDocument = async (): Promise<TextAnswer> =>
  new TextAnswer('application/json; charset=utf-8', await read('openapi.json'))

/** What the page is made of. @throws Problem not_found */
export const showAsset = async (file: string): Promise<TextAnswer> => {
  const mediaType = Object.hasOwn(assets, file) ? assets[file] : undefined
  if (!mediaType) throw new Problem('not_found')
  return new TextAnswer(mediaType, await read(file))
}
