import { SubnetType } from 'aws-cdk-lib/aws-ec2'
import { CfnDBProxyTargetGroup, DatabaseProxy, ProxyTarget } from 'aws-cdk-lib/aws-rds'
import { Duration, type Stack } from 'aws-cdk-lib/core'
import type { Trigger } from 'aws-cdk-lib/triggers'
import type { Data } from '../stacks/data.ts'
import type { Network } from '../stacks/network.ts'

/**
 * Functions come and go by the hundred; the proxy holds the connections. It lets a function in by its IAM role, and signs
 * in to the database with the service's own login.
 */
export const addDatabaseProxy = (stack: Stack, { vpc }: Network, data: Data): DatabaseProxy =>
  new DatabaseProxy(stack, 'proxy', {
    proxyTarget: ProxyTarget.fromInstance(data.database),
    secrets: Object.values(data.services),
    iamAuth: true,
    requireTLS: true,
    vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    securityGroups: [data.proxyAccess],
    maxConnectionsPercent: 90,
    borrowTimeout: Duration.seconds(5),
  })

/**
 * CloudFormation waits until the target can be signed in to with every login of the proxy, and gives up if it can't. So
 * the roles must be there first: they are made by provisioning, which goes past the proxy.
 */
export const targetAfter = (proxy: DatabaseProxy, provisioning: Trigger): void => {
  const targets = proxy.node.findAll().filter((child) => child instanceof CfnDBProxyTargetGroup)
  if (targets.length === 0) throw new Error('the proxy has no target group')
  provisioning.executeBefore(...targets)
}
