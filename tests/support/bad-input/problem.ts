import { expect } from 'vitest'

/** An answer as its bytes say, before anything is made of it. */
export interface RawAnswer {
  status: number
  headers: Headers
  text: string
}

export interface Problem {
  type: string
  title: string
  status: number
  code: string
  correlationId: string
  errors?: { field: string; message: string }[]
}

/** Words of a program's inside: stacks, files, libraries, statements, addresses. */
const inside =
  /\bat \S+ \(|node_modules|\.[cm]?[jt]s\b|zod|SyntaxError|TypeError|Unexpected token|ECONN|127\.0\.0\.1|localhost|arn:|lambda|\bpg\b|postgres|invalid byte sequence|\bselect\b|\bvalues \(/i

/** The problem details of an answer, held to RFC 9457 and to our own members. */
export const problemOf = ({ status, headers, text }: RawAnswer): Problem => {
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json\b/)
  const problem = JSON.parse(text) as Problem
  expect(problem).toMatchObject({
    type: `urn:korob:problem:${problem.code}`,
    title: expect.stringMatching(/\S/),
    status,
    code: expect.stringMatching(/^[a-z_]+$/),
    correlationId: expect.stringMatching(/^[\w-]{8,}$/),
  })
  expect(text).not.toMatch(inside)
  for (const { field, message } of problem.errors ?? []) {
    expect(field).toMatch(/^[\w.-]+$/)
    expect(message).toMatch(/\S/)
  }
  if (status === 400) expect(problem.errors?.length).toBeGreaterThan(0)
  return problem
}

/** The fields a refused request is told of; fails unless it was refused with one of these statuses. */
export const refusedFields = (answer: RawAnswer, ...statuses: number[]): string[] => {
  expect(statuses, answer.text).toContain(answer.status)
  return (problemOf(answer).errors ?? []).map(({ field }) => field)
}
