import type { Cloud } from '../assembly/cloud.ts'
import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asList, asObject, asText, type JsonObject } from '../assembly/template.ts'
import { errorText } from '../log.ts'
import { parseSchedule, type Schedule } from './expression.ts'

export type ScheduledTarget = { arn: string; input: string | undefined; groupId: string | undefined }
export type ScheduledRule = {
  name: string
  arn: string
  expression: string
  next: Schedule
  targets: ScheduledTarget[]
}

/** Enabled schedules: rules of EventBridge and schedules of EventBridge Scheduler. */
export function readSchedules(cloud: Cloud): { rules: ScheduledRule[]; warnings: string[] } {
  const warnings: string[] = []
  const rules: ScheduledRule[] = []
  for (const resource of [...cloud.ofType('AWS::Events::Rule'), ...cloud.ofType('AWS::Scheduler::Schedule')]) {
    const expression = asText(resource.properties.ScheduleExpression)
    if (!expression) {
      warnings.push(`${resource.stack}/${resource.logicalId}: rules with an event pattern are not served`)
    } else if ((asText(resource.properties.State) ?? 'ENABLED') === 'ENABLED') {
      rules.push(readRule(resource, expression))
    }
  }
  return { rules, warnings }
}

function readRule(resource: Resource, expression: string): ScheduledRule {
  try {
    const single = resource.properties.Target
    const targets = single === undefined ? asList(resource.properties.Targets) : [single]
    return {
      name: resource.name,
      arn: resource.arn,
      expression,
      next: parseSchedule(expression),
      targets: targets.map((target) => readTarget(asObject(target))),
    }
  } catch (error) {
    throw new ResourceError(resource, errorText(error), { cause: error })
  }
}

function readTarget(target: JsonObject): ScheduledTarget {
  if (target.InputPath !== undefined || target.InputTransformer !== undefined) {
    throw new Error('targets with InputPath or InputTransformer are not supported, only a constant Input')
  }
  const arn = asText(target.Arn) ?? ''
  const service = arn.split(':')[2]
  if (service !== 'lambda' && service !== 'sqs' && service !== 'sns') {
    throw new Error(`the target ${arn} is not supported, only functions, queues and topics`)
  }
  return { arn, input: asText(target.Input), groupId: asText(asObject(target.SqsParameters).MessageGroupId) }
}
