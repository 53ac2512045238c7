import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation'
import { asObject, type JsonObject, type Template } from '../runner/assembly/template.ts'

export type DeployedFunction = { readonly logicalId: string; readonly name: string; readonly metadata: JsonObject }

/** A stack as CloudFormation has it. */
export type DeployedStack = {
  readonly name: string
  /** Another one after each deployment. */
  readonly version: string
  readonly outputs: Readonly<Record<string, string>>
  readonly functions: readonly DeployedFunction[]
}

/** Also after an update that was rolled back the stack is whole. */
const usable = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/

/** The stack, once it is deployed; undefined while it isn't, or is just being changed. */
export async function readStack(client: CloudFormationClient, name: string): Promise<DeployedStack | undefined> {
  const described = await describe(client, name)
  if (!described || !usable.test(described.StackStatus ?? '')) return undefined
  const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName: name }))
  const { Resources = {} } = JSON.parse(TemplateBody) as Partial<Template>
  const functions: DeployedFunction[] = []
  for await (const page of paginateListStackResources({ client }, { StackName: name })) {
    for (const { LogicalResourceId = '', PhysicalResourceId, ResourceType } of page.StackResourceSummaries ?? []) {
      if (ResourceType !== 'AWS::Lambda::Function' || !PhysicalResourceId) continue
      const metadata = asObject(Resources[LogicalResourceId]?.Metadata)
      functions.push({ logicalId: LogicalResourceId, name: PhysicalResourceId, metadata })
    }
  }
  return {
    name,
    version: versionOf(described),
    outputs: Object.fromEntries(
      (described.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    ),
    functions,
  }
}

/** The version alone, which costs one request. */
export async function stackVersion(client: CloudFormationClient, name: string): Promise<string | undefined> {
  const described = await describe(client, name)
  return described && usable.test(described.StackStatus ?? '') ? versionOf(described) : undefined
}

async function describe(client: CloudFormationClient, name: string) {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }))
    return Stacks[0]
  } catch (error) {
    if (error instanceof CloudFormationServiceException && /does not exist/.test(error.message)) return undefined
    throw error
  }
}

function versionOf({ StackId, CreationTime, LastUpdatedTime }: NonNullable<Awaited<ReturnType<typeof describe>>>) {
  return `${StackId} ${(LastUpdatedTime ?? CreationTime)?.toISOString()}`
}
