/** What an environment's worker is told when it starts. */
export type WorkerSettings = {
  taskRoot: string
  handler: string
  /** Major version of the function's runtime: 24 for nodejs24.x. */
  nodeMajor: number
  /** Folders of layers, later ones first: /opt/nodejs/… as search paths for `require`. */
  layerModulePaths: string[]
  /** Stands for /var/runtime/node_modules, where Lambda keeps the AWS SDK. */
  runtimeModules: string
  /** Module names found in `runtimeModules`, by prefix. */
  runtimePrefixes: string[]
  jsonLogs: boolean
  compileCache: string | undefined
}

export type FunctionError = { errorType: string; errorMessage: string; trace?: string[]; [detail: string]: unknown }

export type InvokeMessage = {
  kind: 'invoke'
  requestId: string
  payload: string
  deadlineMs: number
  arn: string
  version: string
  traceId: string
  clientContext: string | undefined
}

export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'init-error'; error: FunctionError }
  | { kind: 'result'; requestId: string; payload: string }
  | { kind: 'error'; requestId: string; error: FunctionError }
  | { kind: 'fatal'; error: FunctionError }
  | { kind: 'log'; requestId: string | undefined; level: 'debug' | 'info' | 'warn' | 'error'; text: string }
