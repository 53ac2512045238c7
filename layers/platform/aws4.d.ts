// The package has no types of its own; this is the part that is used.
declare module 'aws4' {
  interface Request {
    service: string
    region: string
    host: string
    method: string
    path: string
    headers: Record<string, string>
    body: string
  }
  interface Credentials {
    accessKeyId: string
    secretAccessKey: string
    sessionToken?: string | undefined
  }
  /** The same request with the headers that AWS Signature Version 4 asks for. */
  const aws4: { sign: (request: Request, credentials: Credentials) => Request }
  export = aws4
}
