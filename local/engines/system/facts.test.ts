import { expect, it } from 'vitest'
import { distributionsOf } from './facts.ts'

it('reads what a system is and what it is like', () => {
  expect(distributionsOf('NAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n')).toEqual(['debian'])
  expect(distributionsOf('ID=pop\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=jammy')).toEqual([
    'pop',
    'ubuntu',
    'debian',
  ])
})
