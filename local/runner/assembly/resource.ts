import type { AssetSource } from './read.ts'
import type { Json, JsonObject } from './template.ts'

/** A resource of a template with its properties resolved on first use. */
export type Resource = {
  stack: string
  logicalId: string
  type: string
  /** The construct's path in the CDK app, when the assembly has it: easier to recognize than the logical id. */
  path: string
  readonly properties: JsonObject
  readonly metadata: JsonObject
  /** What `Ref` gives. */
  readonly ref: Json
  readonly arn: string
  readonly name: string
  assets: Map<string, AssetSource>
}

/** An error of the template or of an unsupported property, naming the resource it is about. */
export class ResourceError extends Error {
  constructor(resource: Pick<Resource, 'stack' | 'logicalId' | 'type'>, message: string, options?: ErrorOptions) {
    super(`${resource.stack}/${resource.logicalId} (${resource.type}): ${message}`, options)
    this.name = 'ResourceError'
  }
}
