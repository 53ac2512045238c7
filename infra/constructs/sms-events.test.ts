import { Match, Template } from 'aws-cdk-lib/assertions'
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { App, Stack } from 'aws-cdk-lib/core'
import { expect, it } from 'vitest'
import { bringSmsEvents, sendByAws } from './sms-events.ts'

const made = (): Template => {
  const stack = new Stack(new App(), 'shop')
  const handler = new LambdaFunction(stack, 'handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('0'),
  })
  bringSmsEvents(stack, handler, { stage: 'prod', alarmActions: [] })
  sendByAws(handler, 'prod')
  return Template.fromStack(stack)
}

it('every event of a text comes by topic and queue to the function, and what it gives up is kept', () => {
  const template = made()
  const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'))
  template.hasResourceProperties('AWS::SMSVOICE::ConfigurationSet', {
    ConfigurationSetName: 'korob-prod',
    EventDestinations: [
      { Enabled: true, MatchingEventTypes: ['TEXT_ALL'], SnsDestination: { TopicArn: { Ref: topic } } },
    ],
  })
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'sqs', RawMessageDelivery: true })
  template.hasResourceProperties('AWS::SQS::Queue', { RedrivePolicy: Match.anyValue() })
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  })
})

it('only AWS, for this account, writes to the topic', () => {
  made().hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Allow',
          Principal: { Service: 'sms-voice.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    },
  })
})

it('the function sends with that set, and may do nothing else there', () => {
  const template = made()
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { SMS_GATEWAY: 'aws', SMS_CONFIGURATION_SET: 'korob-prod' } },
  })
  const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'))
  expect(policies.match(/"sms-voice:[A-Za-z]+"/g)).toEqual(['"sms-voice:SendTextMessage"'])
})
