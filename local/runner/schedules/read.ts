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
      rules.push(readRule(resource, expression, warnings))
    }
  }
  return { rules, warnings }
}

function readRule(resource: Resource, expression: string, warnings: string[]): ScheduledRule {
  const { properties, stack, logicalId } = resource
  const targets = (properties.Target === undefined ? asList(properties.Targets) : [properties.Target]).map(asObject)
  const served = targets.filter((target) => {
    const reason = whyUnserved(target)
    if (reason) warnings.push(`${stack}/${logicalId}: ${reason}`)
    return !reason
  })
  try {
    return {
      name: resource.name,
      arn: resource.arn,
      expression,
      next: parseSchedule(expression, asText(properties.ScheduleExpressionTimezone)),
      targets: served.map(readTarget),
    }
  } catch (error) {
    throw new ResourceError(resource, errorText(error), { cause: error })
  }
}

function whyUnserved(target: JsonObject): string | undefined {
  if (target.InputPath !== undefined || target.InputTransformer !== undefined) {
    return 'a target with InputPath or InputTransformer is not served, only with a constant Input'
  }
  const arn = asText(target.Arn) ?? ''
  const isKnown = ['lambda', 'sqs', 'sns'].includes(arn.split(':')[2] ?? '')
  return isKnown ? undefined : `the target ${arn} is not served, only functions, queues and topics`
}

function readTarget(target: JsonObject): ScheduledTarget {
  return {
    arn: asText(target.Arn) ?? '',
    input: asText(target.Input),
    groupId: asText(asObject(target.SqsParameters).MessageGroupId),
  }
}
