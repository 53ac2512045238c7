export type KeysOfStack = {
  /** Where the stack's secrets are served. */
  readonly endpoint: string
  readonly outputs: Readonly<Record<string, string>>
}

/** Gives this process what a function finds in its environment: it signs tokens with the stack's own keys from here on. */
export function takeKeysOf({ endpoint, outputs }: KeysOfStack): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TOKEN_SECRET_ARN: outputs.TokenSecretArn,
    TRACKING_SECRET_ARN: outputs.TrackingSecretArn,
  })
}
