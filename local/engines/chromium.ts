import { chooseChromium } from './choose.ts'
import type { Log } from './engine.ts'
import { EngineError } from './error.ts'
import { aptInstall } from './system/apt.ts'
import { findExecutable, isExecutable } from './system/executables.ts'
import { machineFacts } from './system/facts.ts'

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const apps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** A Chromium for tests of the page; installed where apt-get may, undefined where there is none. */
export async function ensureChromium(log: Log): Promise<string | undefined> {
  const named = process.env.KOROB_CHROMIUM || undefined
  if (named && !isExecutable(named)) {
    throw new EngineError(`KOROB_CHROMIUM names no program: ${named}`, 'Mend KOROB_CHROMIUM, or unset it.')
  }
  const choice = chooseChromium(machineFacts(), { named, found: findChromium() })
  if (choice.how === 'found') return choice.at
  if (choice.how !== 'apt') return undefined
  await aptInstall(choice.packages, log)
  return findChromium()
}

function findChromium(): string | undefined {
  return names.map((name) => findExecutable(name)).find((file) => file !== undefined) ?? apps.find(isExecutable)
}
