import type { Facts } from './facts.ts'

// What a machine lets this user install, and what to ask a person for instead.

const isDebianLike = ({ hasApt, distributions }: Facts): boolean =>
  hasApt && distributions.some((name) => name === 'debian' || name === 'ubuntu')

export const canApt = (machine: Facts): boolean => isDebianLike(machine) && machine.isRoot

export const canUnpack = (machine: Facts): boolean => isDebianLike(machine) && !machine.isRoot

/** A package's names, by the program that installs it. */
export type Names = { readonly brew: string; readonly apt: string; readonly dnf: string; readonly pacman: string }

/** The one command for this system. */
export function installCommand(machine: Facts, names: Names): string {
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
