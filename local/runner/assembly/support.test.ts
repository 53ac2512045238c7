import { expect, it } from 'vitest'
import type { Resource } from './resource.ts'
import { checkSupport } from './support.ts'

const resource = (type: string, logicalId: string) => ({ stack: 'shop', logicalId, type }) as Resource

it('names what is not served by type, with what is done about it, and counts what does not matter', () => {
  const { accepted, warnings } = checkSupport([
    resource('AWS::Lambda::Function', 'F'),
    resource('AWS::IAM::Role', 'R'),
    resource('AWS::EC2::VPC', 'V'),
    resource('AWS::DynamoDB::Table', 'A'),
    resource('AWS::DynamoDB::Table', 'B'),
    resource('Custom::S3AutoDeleteObjects', 'C'),
    resource('AWS::CloudFormation::Stack', 'N'),
    resource('AWS::ApiGatewayV2::Api', 'H'),
  ])
  expect(Object.fromEntries(accepted)).toEqual({ 'AWS::IAM::Role': 1, 'AWS::EC2::VPC': 1 })
  expect(warnings).toEqual([
    'shop/A, shop/B (AWS::DynamoDB::Table): not emulated; its name and ARN can be referred to, but nothing answers there',
    'shop/C (Custom::S3AutoDeleteObjects): custom resources are not run; invoke their function yourself',
    'shop/N (AWS::CloudFormation::Stack): nested stacks are not read; what they declare is missing',
    'shop/H (AWS::ApiGatewayV2::Api): HTTP and WebSocket APIs are not served, only REST APIs',
  ])
})
