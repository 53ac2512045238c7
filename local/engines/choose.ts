import { canApt, canUnpack, installCommand, type Names } from './system/ask.ts'
import type { Facts } from './system/facts.ts'

/** How an engine is had on a machine. */
export type Choice =
  | { readonly how: 'url'; readonly url: string }
  | { readonly how: 'found'; readonly at: string }
  | { readonly how: 'npm' }
  | { readonly how: 'docker' }
  /** Of each group of alternatives the first that the system's archive has. */
  | { readonly how: 'apt'; readonly packages: readonly (readonly string[])[] }
  /** A package of the system's archive, downloaded and unpacked into `.cache`, which takes no rights. */
  | { readonly how: 'unpack'; readonly name: string }
  | { readonly how: 'none'; readonly why: string; readonly whatToDo: string }

type Way = Choice | false | undefined | ''

/** Ways in the order in which they are preferred; those that this machine doesn't have are false. */
const first = (ways: readonly Way[], last: Choice): Choice => ways.find((way) => way !== '' && way) || last

export type PostgresFacts = {
  readonly url: string | undefined
  /** The npm package's name for this system, and whether npm has installed it. */
  readonly npm: { readonly name: string; readonly isThere: boolean }
}

export function choosePostgres({ url, npm }: PostgresFacts): Choice {
  return first([url && { how: 'url', url }, npm.isThere && { how: 'npm' }], {
    how: 'none',
    why: `npm has brought no PostgreSQL for this system (${npm.name}).`,
    whatToDo:
      'Run `npm ci` without leaving out optional packages; or give the address of a PostgreSQL 18 server:\n    DATABASE_URL=postgres://user:password@host:5432/postgres npm start',
  })
}

export type RabbitMqFacts = {
  readonly url: string | undefined
  readonly server: { readonly at: string; readonly version: string } | undefined
}

export function chooseRabbitMq(machine: Facts, { url, server }: RabbitMqFacts): Choice {
  const tooOld = server && !isRabbitMqEnough(server.version)
  return first(
    [
      url && { how: 'url', url },
      server && !tooOld && { how: 'found', at: server.at },
      machine.dockerRuns && { how: 'docker' },
      // The archive that an old server came from has no newer one.
      !tooOld && canApt(machine) && { how: 'apt', packages: [['rabbitmq-server']] },
      !tooOld && canUnpack(machine) && { how: 'unpack', name: 'rabbitmq-server' },
    ],
    tooOld
      ? oldRabbitMq(server.version, server.at)
      : {
          how: 'none',
          why: 'RabbitMQ is needed, and this machine has none.',
          whatToDo: installCommand(machine, rabbitMqPackages),
        },
  )
}

/** From 3.10 on quorum queues know a time to live and dead-letter at least once, which the waits between tries rest on. */
export function isRabbitMqEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 3 || (major === 3 && minor >= 10)
}

export function oldRabbitMq(version: string, where: string): Extract<Choice, { how: 'none' }> {
  return {
    how: 'none',
    why: `RabbitMQ ${version} (${where}) is too old: 3.10 is needed.`,
    whatToDo:
      'Install a newer one (https://www.rabbitmq.com/docs/download), start a Docker engine, or set RABBITMQ_URL.',
  }
}

export type OpenSearchFacts = {
  readonly url: string | undefined
  /** Home of a JDK that can run it. */
  readonly jdk: string | undefined
}

export function chooseOpenSearch(machine: Facts, { url, jdk }: OpenSearchFacts): Choice {
  return first(
    [
      url === 'off' && { how: 'none', why: 'OpenSearch is switched off.', whatToDo: 'Unset OPENSEARCH_URL.' },
      url && { how: 'url', url },
      jdk && { how: 'found', at: jdk },
      canApt(machine) && { how: 'apt', packages: [jdkPackages] },
      machine.dockerRuns && { how: 'docker' },
    ],
    {
      how: 'none',
      why: 'OpenSearch needs a JDK from 17 to 25, and this machine has none.',
      whatToDo: installCommand(machine, openSearchPackages),
    },
  )
}

export type ChromiumFacts = { readonly named: string | undefined; readonly found: string | undefined }

export function chooseChromium(machine: Facts, { named, found }: ChromiumFacts): Choice {
  // Ubuntu's package of this name only fetches a snap, which a container can't run.
  const isPackaged = canApt(machine) && machine.distributions[0] === 'debian'
  return first(
    [
      named && { how: 'found', at: named },
      found && { how: 'found', at: found },
      // The first one has no windows, which saves a fifth of what tests of the page cost.
      isPackaged && { how: 'apt', packages: [['chromium-headless-shell', 'chromium']] },
    ],
    {
      how: 'none',
      why: 'Tests of the page need a Chromium, and this machine has none.',
      whatToDo: 'Install Chromium or Google Chrome, or let KOROB_CHROMIUM name one.',
    },
  )
}

// Debian 12 has 17, Debian 13 and Ubuntu 24.04 have 21, and a newer one starts faster.
const jdkPackages = ['openjdk-25-jdk-headless', 'openjdk-21-jdk-headless', 'openjdk-17-jdk-headless'] as const

const rabbitMqPackages: Names = { brew: 'rabbitmq', apt: 'rabbitmq-server', dnf: 'rabbitmq-server', pacman: 'rabbitmq' }
const openSearchPackages: Names = {
  brew: 'openjdk@21',
  apt: 'default-jdk-headless',
  dnf: 'java-21-openjdk-devel',
  pacman: 'jdk21-openjdk',
}
