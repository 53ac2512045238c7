import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateSecretString, randomPassword } from './generate.ts'

describe('a random password', () => {
  it('has the length asked for, one character of each type, and none of those excluded', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 64 }),
        fc.boolean(),
        fc.string({ unit: fc.constantFrom(...'abcXYZ019!/@" '), maxLength: 8 }),
        (PasswordLength, ExcludePunctuation, ExcludeCharacters) => {
          const password = randomPassword({ PasswordLength, ExcludePunctuation, ExcludeCharacters })
          expect(password).toHaveLength(PasswordLength)
          expect(password).toMatch(/[a-z]/)
          expect(password).toMatch(/[A-Z]/)
          expect(password).toMatch(/[0-9]/)
          expect(/[^a-zA-Z0-9]/.test(password)).toBe(!ExcludePunctuation)
          expect([...password].some((character) => ExcludeCharacters.includes(character))).toBe(false)
        },
      ),
    )
  })

  it('has 32 characters when nothing is said', () => {
    expect(randomPassword({})).toHaveLength(32)
  })

  it('is refused when nothing is left to choose from', () => {
    expect(() =>
      randomPassword({
        ExcludeLowercase: true,
        ExcludeUppercase: true,
        ExcludeNumbers: true,
        ExcludePunctuation: true,
      }),
    ).toThrow('exclude every character')
  })
})

it('puts the password into the template under its key', () => {
  const value = JSON.parse(
    generateSecretString({
      SecretStringTemplate: '{"user":"admin"}',
      GenerateStringKey: 'password',
      PasswordLength: 12,
    }),
  )
  expect(value).toEqual({ user: 'admin', password: expect.stringMatching(/^.{12}$/) })
})
