import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stableId } from './names.ts'
import { type Resource, ResourceError } from './resource.ts'
import { asObject, asText } from './template.ts'
import { unzip } from './unzip.ts'

/** A folder with the code of a function or the content of a layer; zip assets and inline code are unpacked below `cache`. */
export function codeFolder(resource: Resource, property: 'Code' | 'Content', cache: string): string {
  const code = asObject(resource.properties[property])
  const inline = asText(code.ZipFile)
  if (inline !== undefined) return inlineFolder(inline, cache)
  const key = asText(code.S3Key)
  if (!key) throw new ResourceError(resource, `${property} must be an asset (S3Key) or inline (ZipFile)`)
  const asset = resource.assets.get(key)
  if (!asset) throw new ResourceError(resource, `the asset ${key} is not in the assembly's asset manifest`)
  if (!existsSync(asset.path)) throw new ResourceError(resource, `the asset ${asset.path} does not exist`)
  return statSync(asset.path).isDirectory() ? asset.path : unzippedFolder(asset.path, cache)
}

function inlineFolder(source: string, cache: string): string {
  const folder = join(cache, `inline-${stableId(source, 16)}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'index.js'), source)
  return folder
}

function unzippedFolder(archive: string, cache: string): string {
  const { mtimeMs, size } = statSync(archive)
  const folder = join(cache, `zip-${stableId(`${archive}|${mtimeMs}|${size}`, 16)}`)
  if (existsSync(folder)) return folder
  const partial = `${folder}.${process.pid}`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  unzip(archive, partial)
  renameSync(partial, folder)
  return folder
}
