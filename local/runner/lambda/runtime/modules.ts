import { existsSync } from 'node:fs'
import Module, { registerHooks } from 'node:module'
import { join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { RuntimeError } from './errors.ts'
import { createScopes, type PackageScopes } from './package-scopes.ts'
import type { WorkerSettings } from './protocol.ts'

type ModuleInternals = {
  _nodeModulePaths(from: string): string[]
  _initPaths(): void
}

/**
 * Makes `require` and `import` see what they see in Lambda: the function's own folder, the layers, and the AWS SDK of the
 * runtime. Without it an asset inside a checkout would find that checkout's node_modules, and a missing dependency would
 * show only in the cloud.
 */
export function confineModules(settings: WorkerSettings): PackageScopes {
  const internals = Module as unknown as ModuleInternals
  const roots = [settings.taskRoot, ...settings.layerModulePaths.map((path) => layerRoot(path))]
  const inside = (path: string): boolean => roots.some((root) => path === root || path.startsWith(root + sep))
  const fromRuntime = (name: string): boolean => settings.runtimePrefixes.some((prefix) => name.startsWith(prefix))

  const lookup = internals._nodeModulePaths
  internals._nodeModulePaths = (from) => {
    const paths = lookup.call(Module, from)
    return inside(from) ? paths.filter((path) => inside(path)) : paths
  }
  process.env.NODE_PATH = settings.layerModulePaths.join(':')
  internals._initPaths()

  const scopes = createScopes(roots)
  const runtimeParent = pathToFileURL(join(settings.runtimeModules, '..', 'runtime.cjs')).href
  const runtimeRequire = Module.createRequire(runtimeParent)
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const parent = context.parentURL?.startsWith('file:') ? fileURLToPath(context.parentURL) : undefined
      if (!parent || !inside(parent) || !isBare(specifier)) return nextResolve(specifier, context)
      try {
        const found = nextResolve(specifier, context)
        // The ESM loader walks up to the root of the disk; what it finds outside is not in the deployment package.
        if (!found.url.startsWith('file:') || inside(fileURLToPath(found.url))) return found
      } catch (error) {
        if (!fromRuntime(specifier)) throw error
      }
      if (fromRuntime(specifier)) {
        if (context.conditions.includes('import'))
          return nextResolve(specifier, { ...context, parentURL: runtimeParent })
        return { url: pathToFileURL(runtimeRequire.resolve(specifier)).href, shortCircuit: true }
      }
      throw Object.assign(new Error(`Cannot find package '${specifier}' imported from ${parent}`), {
        code: 'ERR_MODULE_NOT_FOUND',
      })
    },
    load(url, context, nextLoad) {
      const format = url.startsWith('file:') ? scopes.formatOf(fileURLToPath(url)) : undefined
      return nextLoad(url, format ? { ...context, format } : context)
    },
  })
  return scopes
}

function layerRoot(modulePath: string): string {
  const nodejs = modulePath.lastIndexOf(`${sep}nodejs${sep}`)
  return nodejs < 0 ? modulePath : modulePath.slice(0, nodejs)
}

function isBare(specifier: string): boolean {
  return !/^(\.{0,2}\/|[a-z]+:)/i.test(specifier) && !Module.isBuiltin(specifier)
}

export type Handler = (event: unknown, context: unknown, callback?: unknown) => unknown

/** Loads `folder/file.export` as Lambda does: CommonJS by `require`, ES modules by `import`. */
export async function loadHandler(taskRoot: string, handlerName: string, scopes: PackageScopes): Promise<Handler> {
  if (handlerName.includes('..')) {
    throw new RuntimeError(
      'Runtime.MalformedHandlerName',
      `'${handlerName}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    )
  }
  const slash = handlerName.lastIndexOf('/')
  const dot = handlerName.indexOf('.', slash + 1)
  if (dot < 0) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler')
  const loaded = await loadModule(join(taskRoot, handlerName.slice(0, dot)), scopes)
  const path = handlerName.slice(dot + 1).split('.')
  const handler = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], loaded)
  if (handler === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`)
  }
  if (typeof handler !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handlerName} is not a function`)
  }
  return handler as Handler
}

async function loadModule(base: string, scopes: PackageScopes): Promise<Record<string, unknown>> {
  const file = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find((path) => existsSync(path))
  try {
    if (!file) throw Object.assign(new Error(`Cannot find module '${base}'`), { code: 'MODULE_NOT_FOUND' })
    if (scopes.formatOf(file) === 'module') return (await import(pathToFileURL(file).href)) as Record<string, unknown>
    return Module.createRequire(file)(file) as Record<string, unknown>
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw Object.assign(new RuntimeError('Runtime.UserCodeSyntaxError', String(error)), { stack: error.stack })
    }
    const code = (error as NodeJS.ErrnoException | undefined)?.code
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
      throw new RuntimeError('Runtime.ImportModuleError', String(error))
    }
    throw error
  }
}
