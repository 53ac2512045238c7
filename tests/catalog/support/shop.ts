import { handler } from '../../../functions/catalog/handlers/shop.ts'
import type { SearchPage } from '../../../functions/catalog/views.ts'
import { lambdaContext } from '../../support/lambda-context.ts'

type Query = Record<string, string | number | boolean | string[]>

interface Answered<Body> {
  status: number
  headers: Record<string, string>
  body: Body
}

/** A GET as API Gateway hands it over. */
export const get = async <Body = { code: string; errors: { field: string }[] }>(
  resource: string,
  query: Query = {},
  pathParameters: Record<string, string> | null = null,
  headers: Record<string, string> = {},
): Promise<Answered<Body>> => {
  const values = Object.entries(query).map(([key, value]) => [key, Array.isArray(value) ? value : [String(value)]])
  const answer = await handler(
    {
      httpMethod: 'GET',
      resource,
      path: resource,
      headers,
      multiValueHeaders: {},
      queryStringParameters: null,
      multiValueQueryStringParameters: Object.fromEntries(values),
      pathParameters,
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
      requestContext: {} as never,
    },
    lambdaContext(),
  )
  return {
    status: answer.statusCode,
    headers: answer.headers as Record<string, string>,
    body: (answer.body === '' ? {} : JSON.parse(answer.body)) as Body,
  }
}

/** A search that must succeed. */
export const search = async (query: Query = {}): Promise<SearchPage> => {
  const answer = await get<SearchPage>('/api/search', query)
  if (answer.status !== 200) throw new Error(`search answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** All pages of a search, one after another. */
export const allPages = async (query: Query): Promise<SearchPage[]> => {
  const pages = [await search(query)]
  for (let cursor = pages[0]?.nextCursor; cursor; cursor = pages.at(-1)?.nextCursor)
    pages.push(await search({ ...query, cursor }))
  return pages
}
