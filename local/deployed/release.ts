import type { Progress } from '../shop/progress.ts'
import { outputOf, provision, seed } from '../shop/provision.ts'
import { reachableApiUrl } from './api-url.ts'
import { callable } from './callable.ts'
import { bootstrap, cdkDeploy } from './cdk-deploy.ts'
import type { Clients } from './place.ts'
import { uploadPage } from './upload-page.ts'

/** The local stage's stack that has all but the endpoints. */
export const localStack = 'korob-local'
/** The endpoints, which go before it when all is taken down. */
export const localEndpointsStack = 'korob-local-api'

export type ReleaseOptions = {
  readonly endpoint: string
  readonly clients: Clients
  readonly assembly: string
  /** The built web page. */
  readonly webDir: string
  readonly parameters: Readonly<Record<string, string>>
  readonly progress: Progress
}

export type Release = {
  readonly outputs: Readonly<Record<string, string>>
  /** The API's address with its stage. */
  readonly apiUrl: string
  /** Where the page is. */
  readonly bucket: string
}

/** Brings the local stage to an emulator: the same steps, in the same order, as a release takes in AWS. */
export async function release({ endpoint, clients, progress, ...options }: ReleaseOptions): Promise<Release> {
  const { assembly, parameters, webDir } = options
  const deployment = { endpoint, assembly, parameters, stack: localStack }
  await progress.step('cdklocal bootstrap', () => bootstrap(deployment))
  const outputs = await progress.step('cdklocal deploy', () => cdkDeploy(deployment))
  const stack = callable(clients.lambda, outputs)
  await progress.step('schema, topology', () => provision(stack))
  await progress.step('demo goods and couriers', () => seed(stack))
  const bucket = outputOf(stack, 'WebBucket')
  await progress.step('web page uploaded', () => uploadPage(clients.s3, bucket, webDir))
  return { outputs, bucket, apiUrl: reachableApiUrl(outputOf(stack, 'ApiUrl'), endpoint) }
}
