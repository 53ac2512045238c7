// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import { describe, expect, it } from 'vitest'
import { readMappings } from '../mappings/read.ts'
import { createCloud } from './cloud.ts'
import type { StackSource } from './read.ts'
import type { Template } from './template.ts'

const account = { accountId: '000000000000', region: 'us-east-1', awsEndpoint: 'http://127.0.0.1:4566' }

const stack = (name: string, template: Partial<Template>): StackSource => ({
  name,
  templateFile: `/${name}.json`,
  template: { Resources: {}, ...template },
  dependencies: [],
  assets: new Map(),
})

const cloudOf = (sources: StackSource[], parameters: Record<string, string> = {}) =>
  createCloud(sources, account, parameters, () => 'dynamic')

const queue = (properties = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties })

describe('a cloud of stacks', () => {
  it('names resources by stack and logical id, or as the template wants', () => {
    const cloud = cloudOf([
      stack('shop', {
        Resources: { Jobs: queue(), Chosen: queue({ QueueName: 'mine' }), Fifo: queue({ FifoQueue: true }) },
      }),
    ])
    expect(cloud.resources.map((one) => one.name)).toEqual(['shop-Jobs', 'mine', 'shop-Fifo.fifo'])
    expect(cloud.resources[0]?.ref).toBe('http://127.0.0.1:4566/000000000000/shop-Jobs')
    expect(cloud.resources[0]?.arn).toBe('arn:aws:sqs:us-east-1:000000000000:shop-Jobs')
  })

  it('keeps names within the limits of their service, still different and the same every time', () => {
    const long = 'x'.repeat(100)
    const names = () =>
      cloudOf([stack('shop', { Resources: { [`${long}1`]: queue(), [`${long}2`]: queue() } })]).resources.map(
        (one) => one.name,
      )
    expect(names()[0]).toHaveLength(80)
    expect(new Set(names()).size).toBe(2)
    expect(names()).toEqual(names())
  })

  it('hands exports of one stack to another', () => {
    const cloud = cloudOf([
      stack('data', {
        Resources: { Jobs: queue() },
        Outputs: {
          JobsArn: {
            Value: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
            Export: { Name: { 'Fn::Sub': '${AWS::StackName}:jobs' } },
          },
        },
      }),
      stack('service', { Resources: { Other: queue({ Tag: { 'Fn::ImportValue': 'data:jobs' } }) } }),
    ])
    expect(cloud.resources[1]?.properties.Tag).toBe('arn:aws:sqs:us-east-1:000000000000:data-Jobs')
    expect(cloud.outputs).toMatchObject({ JobsArn: expect.any(String), 'data.JobsArn': expect.any(String) })
  })

  it('has the mappings of two stacks of one class apart', () => {
    const alike = {
      Resources: {
        Jobs: queue(),
        FromQueue: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] }, FunctionName: 'worker' },
        },
        FromBroker: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { EventSourceArn: 'arn:aws:mq:us-east-1:0:broker:b', Queues: ['jobs'], FunctionName: 'worker' },
        },
        ByMetadata: { Type: 'AWS::Lambda::Function', Metadata: { 'korob:RabbitMq': [{ queue: 'jobs' }] } },
      },
    }
    const { sqs, rabbitMq } = readMappings(cloudOf([stack('north', alike), stack('south', alike)]), (arn) => arn)
    const ids = [...sqs, ...rabbitMq].map((one) => one.id)
    expect(ids).toHaveLength(6)
    expect(new Set(ids).size).toBe(6)
  })

  it('leaves out resources and outputs whose condition is false', () => {
    const cloud = cloudOf([
      stack('shop', {
        Parameters: { Stage: { Type: 'String', Default: 'dev' } },
        Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
        Resources: { Only: { ...queue(), Condition: 'Prod' }, Always: queue() },
        Outputs: { Hidden: { Value: 'x', Condition: 'Prod' } },
      }),
    ])
    expect(cloud.resources.map((one) => one.logicalId)).toEqual(['Always'])
    expect(cloud.outputs).toEqual({})
  })

  it('takes parameters over defaults, and asks for one without', () => {
    const source = stack('shop', {
      Parameters: {
        Given: { Type: 'String', Default: 'a' },
        List: { Type: 'CommaDelimitedList', Default: 'x,y' },
        Needed: { Type: 'String' },
      },
      Resources: { Jobs: queue({ A: { Ref: 'Given' }, B: { Ref: 'List' } }), Bad: queue({ C: { Ref: 'Needed' } }) },
    })
    const cloud = cloudOf([source], { Given: 'b' })
    expect(cloud.resources[0]?.properties).toEqual({ A: 'b', B: ['x', 'y'] })
    expect(() => cloud.resources[1]?.properties).toThrow(
      'shop/Bad (AWS::SQS::Queue): The parameter Needed has no default',
    )
  })

  it('names the resource an error is about', () => {
    const cloud = cloudOf([stack('shop', { Resources: { Jobs: queue({ A: { Ref: 'Nowhere' } }) } })])
    expect(() => cloud.resources[0]?.properties).toThrow(
      'shop/Jobs (AWS::SQS::Queue): Ref: there is no Nowhere in shop',
    )
  })

  it('warns of attributes it does not know', () => {
    const cloud = cloudOf([
      stack('shop', {
        Resources: { Net: { Type: 'AWS::EC2::VPC' }, Jobs: queue({ A: { 'Fn::GetAtt': ['Net', 'CidrBlock'] } }) },
      }),
    ])
    expect(cloud.resources[1]?.properties.A).toBe('shop-Net.CidrBlock')
    expect(cloud.warnings).toEqual(['shop/Net (AWS::EC2::VPC): the attribute CidrBlock is not emulated'])
  })
})
