import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { required } from './required.ts'

/** What reads otherwise in a copy of the assembly. */
export interface Alteration {
  /** Pattern of the files, from the assembly's folder. */
  files: string
  place: string
  otherwise: string
  /** How often the place is there: a change of the code that moves it must not go unnoticed. */
  times: number
}

/** A copy of the flow run's assembly with one alteration. @throws unless its place is found as often as it says */
export const alteredAssembly = ({ files, place, otherwise, times }: Alteration) => {
  const folder = mkdtempSync(join(tmpdir(), 'korob-altered-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  cpSync(required('TEST_ASSEMBLY'), folder, { recursive: true })
  let found = 0
  for (const name of globSync(files, { cwd: folder })) {
    const file = join(folder, name)
    const parts = readFileSync(file, 'utf8').split(place)
    if (parts.length === 1) continue
    found += parts.length - 1
    writeFileSync(file, parts.join(otherwise))
  }
  if (found !== times) {
    remove()
    throw new Error(`${place} was found ${found} times and not ${times}`)
  }
  return { folder, remove }
}
