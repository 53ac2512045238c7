import { type App, Stack } from 'aws-cdk-lib/core'
import { addRoutes, type RouteProps } from '../constructs/api.ts'

export interface EndpointsProps {
  readonly name: string
  readonly description: string
  readonly region?: string
  readonly routes: RouteProps
}

/**
 * The endpoints of the API and their release. A resource and a method each, they would fill the stack of the functions:
 * CloudFormation allows 500 resources. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const endpointsStack = (app: App, { name, description, region, routes }: EndpointsProps): void => {
  addRoutes(new Stack(app, name, { description, ...(region && { env: { region } }) }), routes)
}
