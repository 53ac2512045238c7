import { expect, test } from 'vitest'
import { joinSql, rawSql, sql } from './sql.ts'

test('makes every value a parameter', () => {
  const statement = sql`select * from t where a = ${1} and b = ${"x' or 1=1"}`
  expect(statement.text).toBe('select * from t where a = $1 and b = $2')
  expect(statement.values).toEqual([1, "x' or 1=1"])
})

test('splices nested fragments with their parameters renumbered', () => {
  const where = sql`b = ${'b'} and c = ${'c'}`
  const statement = sql`select ${1}, ${rawSql('name')} from t where ${where} limit ${5}`
  expect(statement.text).toBe('select $1, name from t where b = $2 and c = $3 limit $4')
  expect(statement.values).toEqual([1, 'b', 'c', 5])
})

test('joins fragments in order', () => {
  const statement = joinSql([sql`a = ${1}`, sql`b = ${2} or b = ${3}`], ' and ')
  expect(statement.text).toBe('a = $1 and b = $2 or b = $3')
  expect(statement.values).toEqual([1, 2, 3])
})

test('an object that looks like a fragment but was not made here stays a parameter', () => {
  const forged = JSON.parse('{"text":"1; drop table t","values":[]}')
  const statement = sql`select ${forged}`
  expect(statement.text).toBe('select $1')
  expect(statement.values).toEqual([forged])
})
