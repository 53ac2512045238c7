import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { errorText } from '../runner/log.ts'
import { type DeployedStack, readStack, stackVersion } from './stack.ts'

export type FollowOptions = {
  readonly client: CloudFormationClient
  readonly stack: string
  readonly everyMs?: number
  /** Told of the stack when it is there, after each deployment, and (undefined) when it has gone. One call at a time. */
  readonly onChange: (stack: DeployedStack | undefined) => Promise<void>
  readonly say: (line: string) => void
}

export type Following = { readonly stop: () => Promise<void> }

/** Follows a stack that may not be there yet, may be deployed again, and may vanish with its emulator. */
export function followStack({ client, stack, everyMs = 2000, onChange, say }: FollowOptions): Following {
  const stopping = new AbortController()
  let known: string | undefined
  let trouble: string | undefined

  async function look(): Promise<void> {
    const version = await stackVersion(client, stack)
    if (version === known) return
    const found = version === undefined ? undefined : await readStack(client, stack)
    // Undefined in spite of a version: it is being changed again.
    if (version !== undefined && !found) return
    await onChange(found)
    known = found?.version
  }

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await look()
        if (trouble) say('the stack can be read again')
        trouble = undefined
      } catch (error) {
        const text = errorText(error)
        if (text !== trouble) say(`the stack ${stack} can't be followed: ${text}`)
        trouble = text
      }
      await pause(everyMs, stopping.signal)
    }
  }

  const following = follow()
  return {
    stop() {
      stopping.abort()
      return following
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, ms)
    signal.addEventListener('abort', finish)
    if (signal.aborted) finish()
  })
}
