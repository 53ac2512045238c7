import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cloud } from '../assembly/cloud.ts'
import { openState } from '../state.ts'
import { generateSecretString, randomPassword } from './generate.ts'
import { SecretStore } from './store.ts'

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

describe('a generated secret', () => {
  const cloud = { ofType: () => [{ name: 'password', properties: { GenerateSecretString: {} } }] } as unknown as Cloud

  it('is made whole or not at all, wherever the making ends', () => {
    const database = openState(undefined)
    const secrets = new SecretStore(database)
    // The version is in, its label is not.
    database.exec("create trigger ended before update on secret_versions begin select raise(abort, 'ended'); end")
    expect(() => secrets.provision(cloud)).toThrow('ended')
    expect(secrets.has('password')).toBe(false)
    database.exec('drop trigger ended')
    secrets.provision(cloud)
    expect(secrets.find('password', undefined, 'AWSCURRENT')?.secretString).toHaveLength(32)
  })

  it('that was left without a value gets one', () => {
    const database = openState(undefined)
    const secrets = new SecretStore(database)
    secrets.provision(cloud)
    database.exec('delete from secret_versions')
    secrets.provision(cloud)
    const value = secrets.find('password', undefined, 'AWSCURRENT')?.secretString
    expect(value).toHaveLength(32)
    secrets.provision(cloud)
    expect(secrets.find('password', undefined, 'AWSCURRENT')?.secretString).toBe(value)
  })
})
