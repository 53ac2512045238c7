import { Signer } from '@aws-sdk/rds-signer'

/** An IAM authentication token for RDS Proxy, valid for 15 minutes. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html */
export const databaseToken = (hostname: string, port: number, username: string): Promise<string> =>
  new Signer({ hostname, port, username }).getAuthToken()
