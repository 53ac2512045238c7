import { Client, type ClientOptions, errors } from '@opensearch-project/opensearch'
import { optionalSetting, setting } from './config.ts'

/** The search engine answered with an error, or not at all (`status` undefined). Its text is for logs, never for callers. */
export class OpenSearchFailed extends Error {
  readonly status: number | undefined

  constructor(message: string, status: number | undefined, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OpenSearchFailed'
    this.status = status
  }
}

export interface OpenSearchRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD'
  path: string
  query?: Record<string, string | number | boolean>
  body?: object
  /** For _bulk: one JSON value a line, as text if it is written already. */
  lines?: readonly (object | string)[]
  timeoutMs: number
}

export interface OpenSearch {
  /** One request, never repeated here. @throws OpenSearchFailed */
  request<Answer>(request: OpenSearchRequest): Promise<Answer>
}

// Amazon OpenSearch Service takes requests signed with the function's role; others are reached within a private network.
const signing = async (url: string): Promise<ClientOptions> => {
  const region = /\.([\w-]+)\.es\.amazonaws\.com$/.exec(new URL(url).hostname)?.[1]
  if (!region) return {}
  // Loaded where it is needed only: it is half of the start-up time of a function that searches.
  const { AwsSigv4Signer } = await import('@opensearch-project/opensearch/aws-v3')
  const getCredentials = async () => ({
    // Lambda gives each environment its role's credentials in variables, for as long as it lives.
    accessKeyId: setting('AWS_ACCESS_KEY_ID'),
    secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
    sessionToken: optionalSetting('AWS_SESSION_TOKEN'),
  })
  return AwsSigv4Signer({ region, service: 'es', getCredentials })
}

const written = (line: object | string): string => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`

const open = (url: string): OpenSearch => {
  let client: Promise<Client> | undefined
  const connected = () => {
    client ??= signing(url).then((signed) => new Client({ node: url, maxRetries: 0, ...signed }))
    return client
  }
  return {
    request: async <Answer>({ method, path, query, body, lines, timeoutMs }: OpenSearchRequest) => {
      try {
        const { transport } = await connected()
        const answer = await transport.request(
          {
            method,
            path,
            querystring: query,
            body,
            ...(lines ? { bulkBody: lines.map(written).join('') } : {}),
          },
          { requestTimeout: timeoutMs, maxRetries: 0 },
        )
        return answer.body as Answer
      } catch (error) {
        const status = error instanceof errors.ResponseError ? (error.statusCode ?? undefined) : undefined
        throw new OpenSearchFailed(`${method} ${path}: ${String(error)}`, status, { cause: error })
      }
    },
  }
}

const opened = new Map<string, OpenSearch>()

/** The engine at OPENSEARCH_URL; undefined when none is configured. */
export const openSearch = (): OpenSearch | undefined => {
  const url = optionalSetting('OPENSEARCH_URL')
  if (!url) return undefined
  const known = opened.get(url) ?? open(url)
  opened.set(url, known)
  return known
}

/** An index or alias of this installation. */
export const indexName = (name: string): string => `${optionalSetting('INDEX_PREFIX') ?? ''}${name}`
