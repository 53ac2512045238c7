import type { Facts } from './system/facts.ts'

/** How an engine is had on a machine. */
export type Choice =
  | { readonly how: 'url'; readonly url: string }
  | { readonly how: 'found'; readonly at: string }
  | { readonly how: 'docker' }
  | { readonly how: 'apt'; readonly packages: readonly (readonly string[])[] }
  | { readonly how: 'none'; readonly whatToDo: string }

export type RabbitMqFacts = { readonly url: string | undefined; readonly server: string | undefined }

export function chooseRabbitMq(machine: Facts, rabbitMq: RabbitMqFacts): Choice {
  if (rabbitMq.url) return { how: 'url', url: rabbitMq.url }
  if (rabbitMq.server) return { how: 'found', at: rabbitMq.server }
  if (machine.dockerRuns) return { how: 'docker' }
  if (canApt(machine)) return { how: 'apt', packages: [['rabbitmq-server']] }
  return { how: 'none', whatToDo: installCommand(machine, rabbitMqPackages) }
}

export type OpenSearchFacts = {
  readonly url: string | undefined
  /** Home of a JDK that can run it. */
  readonly jdk: string | undefined
  /** Maven, which fetches the jars, or the jars themselves from an earlier start. */
  readonly jars: boolean
}

export function chooseOpenSearch(machine: Facts, openSearch: OpenSearchFacts): Choice {
  if (openSearch.url) return { how: 'url', url: openSearch.url }
  if (openSearch.jdk && openSearch.jars) return { how: 'found', at: openSearch.jdk }
  if (canApt(machine)) {
    return { how: 'apt', packages: [...(openSearch.jdk ? [] : [jdkPackages]), ...(openSearch.jars ? [] : [['maven']])] }
  }
  if (machine.dockerRuns) return { how: 'docker' }
  return { how: 'none', whatToDo: installCommand(machine, openSearchPackages) }
}

// Debian 12 has 17, Debian 13 and Ubuntu 24.04 have 21, and a newer one starts faster.
const jdkPackages = ['openjdk-25-jdk-headless', 'openjdk-21-jdk-headless', 'openjdk-17-jdk-headless'] as const

type Names = { readonly brew: string; readonly apt: string; readonly dnf: string; readonly pacman: string }

const rabbitMqPackages: Names = {
  brew: 'rabbitmq',
  apt: 'rabbitmq-server',
  dnf: 'rabbitmq-server',
  pacman: 'rabbitmq',
}
const openSearchPackages: Names = {
  brew: 'openjdk@21 maven',
  apt: 'default-jdk-headless maven',
  dnf: 'java-21-openjdk-devel maven',
  pacman: 'jdk21-openjdk maven',
}

export function canApt(machine: Facts): boolean {
  return (
    machine.isRoot && machine.hasApt && machine.distributions.some((name) => name === 'debian' || name === 'ubuntu')
  )
}

/** The one command for this system. */
function installCommand(machine: Facts, names: Names): string {
  if (machine.platform === 'darwin') {
    return machine.hasBrew
      ? `Run: brew install ${names.brew}`
      : `Install Homebrew (https://brew.sh), then run: brew install ${names.brew}`
  }
  const sudo = machine.isRoot ? '' : 'sudo '
  if (machine.hasApt) return `Run: ${sudo}apt-get install -y ${names.apt}`
  if (machine.distributions.some((name) => name === 'fedora' || name === 'rhel')) {
    return `Run: ${sudo}dnf install -y ${names.dnf}`
  }
  if (machine.distributions.includes('arch')) return `Run: ${sudo}pacman -S ${names.pacman}`
  return 'Start a Docker engine, or give the address of a server that exists: see local/engines/README.md.'
}
