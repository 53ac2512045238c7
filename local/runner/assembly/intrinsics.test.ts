// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import { describe, expect, it } from 'vitest'
import { resolve, type Scope } from './intrinsics.ts'
import type { Json } from './template.ts'

const scope: Scope = {
  ref: (name) => ({ Name: 'korob', List: ['a', 'b'], 'AWS::Region': 'eu-north-1' })[name] as Json | undefined,
  attribute: (logicalId, attribute) => `${logicalId}.${attribute}`,
  condition: (name) => name === 'Yes',
  mapping: (map, top, second) => `${map}/${top}/${second}`,
  importValue: (name) => `imported ${name}`,
  dynamicReference: (service, reference) => `<${service} ${reference}>`,
  availabilityZones: (region) => [`${region || 'here'}a`],
}

const cases: [Json, Json | undefined][] = [
  [{ Ref: 'Name' }, 'korob'],
  [{ Ref: 'AWS::NoValue' }, undefined],
  [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue.Arn'],
  [{ 'Fn::GetAtt': 'Stack.Outputs.Name' }, 'Stack.Outputs.Name'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 1]] }, 'a-korob-1'],
  [{ 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b'],
  [{ 'Fn::Sub': 'x-${AWS::Region}-${Queue.Arn}-${!Literal}' }, 'x-eu-north-1-Queue.Arn-${Literal}'],
  [{ 'Fn::Sub': ['${One}/${Name}', { One: { Ref: 'Name' } }] }, 'korob/korob'],
  [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  [{ 'Fn::If': ['Yes', 1, 2] }, 1],
  [{ 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, undefined],
  [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Name' }, 'small'] }, 'Sizes/korob/small'],
  [{ 'Fn::ImportValue': { 'Fn::Sub': '${Name}-out' } }, 'imported korob-out'],
  [{ 'Fn::Base64': 'hi' }, 'aGk='],
  [{ 'Fn::GetAZs': '' }, ['herea']],
  [{ 'Fn::Length': [1, 2, 3] }, 3],
  [{ 'Fn::ToJsonString': { a: { Ref: 'Name' } } }, '{"a":"korob"}'],
  [{ 'Fn::Equals': [{ Ref: 'Name' }, 'korob'] }, true],
  [{ 'Fn::Equals': [1, '1'] }, true],
  [{ 'Fn::Not': [{ Condition: 'Yes' }] }, false],
  [{ 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
  [{ 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
  ['{{resolve:ssm:/a/b}}', '<ssm /a/b>'],
  [
    { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Name' }, ':SecretString:key::}}']] },
    '<secretsmanager korob:SecretString:key::>',
  ],
  [{ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
  [
    { Effect: 'Allow', Condition: { StringEquals: { a: 'b' } } },
    { Effect: 'Allow', Condition: { StringEquals: { a: 'b' } } },
  ],
]

describe('intrinsic functions', () => {
  it.each(cases)('%j is %j', (value, expected) => {
    expect(resolve(value, scope)).toEqual(expected)
  })

  it.each([
    [{ 'Fn::Select': [5, ['a']] }, 'no such element'],
    [{ 'Fn::Transform': {} }, 'Fn::Transform is not supported'],
    [{ 'Fn::Sub': '${List}' }, 'is not text'],
  ] as [Json, string][])('%j is refused', (value, message) => {
    expect(() => resolve(value, scope)).toThrow(message)
  })
})
