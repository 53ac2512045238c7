import type { Log } from './engine.ts'
import { aptInstall } from './system/apt.ts'
import { findExecutable, isExecutable } from './system/executables.ts'
import { machineFacts } from './system/facts.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const apps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** A Chromium for tests of the page; installed where apt-get may, undefined where there is none. */
export async function ensureChromium(log: Log): Promise<string | undefined> {
  const found = findChromium()
  if (found) return found
  const { isRoot, hasApt, distributions } = machineFacts()
  // Ubuntu's package of this name only fetches a snap, which a container can't run.
  if (!(isRoot && hasApt && distributions[0] === 'debian')) return undefined
  await aptInstall([['chromium']], log)
  return findChromium()
}

function findChromium(): string | undefined {
  const named = process.env.KOROB_CHROMIUM
  if (named) return named
  return names.map((name) => findExecutable(name)).find((file) => file !== undefined) ?? apps.find(isExecutable)
}
