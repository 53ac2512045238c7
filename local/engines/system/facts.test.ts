import { expect, it } from 'vitest'
import { distributionsOf, isHere } from './facts.ts'

it('reads what a system is and what it is like', () => {
  expect(distributionsOf('NAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n')).toEqual(['debian'])
  expect(distributionsOf('ID=pop\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=jammy')).toEqual([
    'pop',
    'ubuntu',
    'debian',
  ])
})

it('tells a Docker engine of this machine from one elsewhere', () => {
  const here = [undefined, '', 'unix:///var/run/docker.sock', 'tcp://127.0.0.1:2375', 'tcp://localhost:2375']
  expect(here.filter((host) => !isHere(host))).toEqual([])
  expect(['tcp://build.example:2376', 'ssh://anna@there', 'tcp://localhost.example:2375'].filter(isHere)).toEqual([])
})
