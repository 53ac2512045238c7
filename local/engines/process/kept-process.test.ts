import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stopEverythingUntil } from './everything.ts'
import { startOf } from './identity.ts'
import { startKept } from './kept-process.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'korob-kept-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const log = () => join(folder, 'kept.log')
const shell = (script: string) => ({ file: '/bin/sh', args: ['-c', script] })

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !holds(); ) {
    if (Date.now() > deadline) throw new Error(`waited in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const pidIn = (name: string) => Number(readFileSync(join(folder, name), 'utf8'))
const written = (name: string) => existsSync(join(folder, name)) && pidIn(name) > 0

it('tells how a command ended, and what it said', async () => {
  const kept = await startKept(shell('echo said; echo complained >&2; exit 7'), log())
  expect(await kept.exited).toEqual({ code: 7, signal: null })
  expect(kept.tail()).toBe('said\ncomplained')
})

it('asks a command to end by its own signal, and waits until it has', async () => {
  // Perl, since a shell keeps ignoring a SIGINT that was ignored when it began, as it is for what runs in the background.
  const script = `$SIG{INT} = sub { print "bye\\n"; exit 0 }; open F, ">", "${folder}/pid"; print F $$; close F; sleep 600`
  const kept = await startKept({ file: 'perl', args: ['-e', script], stopSignal: 'INT' }, log())
  await until('the command runs', () => written('pid'))
  await kept.stop()
  expect(kept.exit()).toEqual({ code: 0, signal: null })
  expect(kept.tail()).toBe('bye')
})

it('ends by force what does not end when asked, children included', async () => {
  const script = `trap '' TERM; sleep 600 & echo $! > ${folder}/child; echo $$ > ${folder}/pid; while :; do sleep 1; done`
  const kept = await startKept({ ...shell(script), graceSeconds: 1 }, log())
  await until('both run', () => written('pid') && written('child'))
  await kept.stop()
  await until('both are gone', () => !startOf(pidIn('pid')) && !startOf(pidIn('child')))
})

it('tidies up also after what it has killed, before it says so', async () => {
  const run = (name: string, script: string) =>
    startKept({ ...shell(script), graceSeconds: 1, after: `touch ${folder}/${name}` }, log())
  const killed = await run('after-kill', `echo $$ > ${folder}/one; exec sleep 600`)
  await until('it runs', () => written('one'))
  await killed.kill()
  expect(existsSync(join(folder, 'after-kill'))).toBe(true)
  const stubborn = await run('after-stop', `trap '' TERM; echo $$ > ${folder}/two; while :; do sleep 1; done`)
  await until('it runs', () => written('two'))
  await stubborn.stop()
  expect(stubborn.exit()?.signal).toBe('SIGKILL')
  expect(existsSync(join(folder, 'after-stop'))).toBe(true)
})

it('leaves nothing running when asked to end the moment its command begins', async () => {
  const fifo = join(folder, 'begun')
  execFileSync('mkfifo', [fifo])
  for (let round = 0; round < 40; round++) {
    const kept = await startKept({ ...shell(`echo $$ > ${fifo}; exec sleep 600`), graceSeconds: 60 }, log())
    const pid = Number(await readFile(fifo, 'utf8'))
    await kept.stop()
    expect(kept.exit()).toEqual({ code: 143, signal: null })
    expect(startOf(pid)).toBeUndefined()
  }
})

it('keeps the log of the run before', async () => {
  await (await startKept(shell('echo first'), log())).exited
  await (await startKept(shell('echo second'), log())).exited
  expect(readFileSync(log(), 'utf8')).toBe('second\n')
  expect(readFileSync(join(folder, 'kept.previous.log'), 'utf8')).toBe('first\n')
})

it('ends when its parent is killed, and tidies up after it', async () => {
  const script = `echo $$ > ${folder}/pid; exec sleep 600`
  const command = JSON.stringify({ ...shell(script), after: `touch ${folder}/tidied` })
  const parent = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { startKept } from ${JSON.stringify(new URL('./kept-process.ts', import.meta.url).href)}
     await startKept(${command}, ${JSON.stringify(log())})
     setInterval(() => {}, 1000)`,
  ])
  await until('the command runs', () => written('pid'))
  parent.kill('SIGKILL')
  await until('it is gone', () => !startOf(pidIn('pid')) && existsSync(join(folder, 'tidied')))
})

it('is stopped also when it was started after all was asked to end, and what comes after it is waited for', async () => {
  const work = async () => {
    for (const name of ['one', 'two', 'three']) {
      const kept = await startKept(shell(`echo $$ > ${folder}/${name}; exec sleep 600`), log())
      await kept.exited
    }
    await new Promise((resolve) => setImmediate(resolve))
    rmSync(folder, { recursive: true })
  }
  await stopEverythingUntil(work())
  expect(existsSync(folder)).toBe(false)
})
