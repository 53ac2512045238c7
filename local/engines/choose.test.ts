import { describe, expect, it } from 'vitest'
import { chooseOpenSearch, chooseRabbitMq } from './choose.ts'
import type { Facts } from './system/facts.ts'

const debianRoot: Facts = {
  platform: 'linux',
  isRoot: true,
  distributions: ['debian'],
  hasApt: true,
  hasBrew: false,
  dockerRuns: false,
}
const debianUser: Facts = { ...debianRoot, isRoot: false }
const mac: Facts = { ...debianUser, platform: 'darwin', distributions: [], hasApt: false, hasBrew: true }
const fedora: Facts = { ...debianUser, distributions: ['fedora'], hasApt: false }
const unknown: Facts = { ...debianUser, distributions: ['nixos'], hasApt: false }

describe('RabbitMQ', () => {
  const absent = { url: undefined, server: undefined }

  it('is the server that RABBITMQ_URL names, whatever else is there', () => {
    const choice = chooseRabbitMq(
      { ...debianRoot, dockerRuns: true },
      { url: 'amqp://there', server: '/usr/sbin/rabbitmq-server' },
    )
    expect(choice).toEqual({ how: 'url', url: 'amqp://there' })
  })

  it('is the one found on the machine before a container', () => {
    const server = '/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server'
    expect(chooseRabbitMq({ ...mac, dockerRuns: true }, { ...absent, server })).toEqual({ how: 'found', at: server })
  })

  it('is a container where a Docker engine runs, before anything is installed', () => {
    expect(chooseRabbitMq({ ...debianRoot, dockerRuns: true }, absent)).toEqual({ how: 'docker' })
  })

  it.each([
    ['Debian', debianRoot],
    ['Ubuntu', { ...debianRoot, distributions: ['ubuntu', 'debian'] }],
    ['a system like Ubuntu', { ...debianRoot, distributions: ['pop', 'ubuntu', 'debian'] }],
  ])('is installed by root on %s', (_name, machine) => {
    expect(chooseRabbitMq(machine, absent)).toEqual({ how: 'apt', packages: [['rabbitmq-server']] })
  })

  it.each([
    ['Debian, not root', debianUser, 'Run: sudo apt-get install -y rabbitmq-server'],
    ['macOS', mac, 'Run: brew install rabbitmq'],
    ['macOS without Homebrew', { ...mac, hasBrew: false }, 'https://brew.sh'],
    ['Fedora', fedora, 'Run: sudo dnf install -y rabbitmq-server'],
    ['Arch', { ...unknown, distributions: ['arch'] }, 'Run: sudo pacman -S rabbitmq'],
    ['Fedora, root', { ...fedora, isRoot: true }, 'Run: dnf install -y rabbitmq-server'],
    ['a system nobody thought of', unknown, 'Docker'],
  ])('is asked for by one command on %s', (_name, machine, command) => {
    const choice = chooseRabbitMq(machine, absent)
    expect(choice.how).toBe('none')
    expect(choice.how === 'none' && choice.whatToDo).toContain(command)
  })
})

describe('OpenSearch', () => {
  const absent = { url: undefined, jdk: undefined, jars: false }
  const jdk = '/usr/lib/jvm/java-17'

  it('is the server that OPENSEARCH_URL names', () => {
    expect(chooseOpenSearch(mac, { ...absent, url: 'http://there' })).toEqual({ how: 'url', url: 'http://there' })
  })

  it('runs on the JDK found, once Maven or an earlier start gives the jars', () => {
    expect(chooseOpenSearch(mac, { ...absent, jdk, jars: true })).toEqual({ how: 'found', at: jdk })
  })

  it('has only what is missing installed, and that before a container is used', () => {
    const machine = { ...debianRoot, dockerRuns: true }
    expect(chooseOpenSearch(machine, { ...absent, jdk })).toEqual({ how: 'apt', packages: [['maven']] })
    const choice = chooseOpenSearch(machine, { ...absent, jars: true })
    expect(choice.how === 'apt' && choice.packages.flat()).toContain('openjdk-17-jdk-headless')
  })

  it('is a container where nothing can be installed', () => {
    expect(chooseOpenSearch({ ...debianUser, dockerRuns: true }, absent)).toEqual({ how: 'docker' })
  })

  it('is left out, with the command that brings it, where it can be had in no way', () => {
    expect(chooseOpenSearch(mac, absent)).toEqual({ how: 'none', whatToDo: 'Run: brew install openjdk@21 maven' })
    expect(chooseOpenSearch(debianUser, { ...absent, jdk }).how).toBe('none')
  })
})
