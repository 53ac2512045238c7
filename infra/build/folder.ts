import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'

/** File name in the folder → content. */
export type Files = Map<string, Buffer>

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .sort()
    : []

/** Makes the folder hold exactly these files. What is the same already isn't touched, so that watchers see only changes. */
export const writeFolder = (folder: string, files: Files): void => {
  for (const name of filesBelow(folder)) if (!files.has(name)) rmSync(join(folder, name))
  for (const [name, content] of files) {
    const path = join(folder, name)
    if (existsSync(path) && readFileSync(path).equals(content)) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}

/** Removes the subfolders that are not among `names`: functions that are no more. */
export const keepOnly = (folder: string, names: readonly string[]): void => {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder))
    if (!names.includes(name)) rmSync(join(folder, name), { recursive: true, force: true })
}

/** The files of a folder with one of these extensions, under `to`. */
export const filesOf = (folder: string, to: string, extensions: readonly string[]): Files =>
  new Map(
    filesBelow(folder)
      .filter((name) => extensions.includes(extname(name)))
      .map((name) => [join(to, name), readFileSync(join(folder, name))]),
  )
