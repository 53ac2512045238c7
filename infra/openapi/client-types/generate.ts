import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'

const heading = '// Made of docs/openapi.json by npm run openapi. Types only: nothing of it reaches the page.\n\n'

/** TypeScript of an OpenAPI document: what each operation takes and answers. */
export const clientTypes = async (document: object): Promise<string> => {
  const nodes = await openapiTS(structuredClone(document) as OpenAPI3, {
    alphabetize: false,
    // A member with a default may be left out of a request; answers name what they require themselves.
    defaultNonNullable: false,
  })
  return heading + astToString(nodes)
}
