import { join } from 'node:path'
import { functionId, functions } from '../functions.ts'

export const root = join(import.meta.dirname, '../..')

/** `layer`: functions find the platform in a Lambda layer. `inline`: each has its own copy, for emulators that mount no layers. */
export type Platform = 'layer' | 'inline'

export const functionsFolder = (platform: Platform): string =>
  join(root, 'dist', platform === 'layer' ? 'functions' : 'functions-inline')

export const layerFolder = join(root, 'dist/layer')

/** A function's code as it is found in the sources. */
export interface Source {
  readonly id: string
  /** The handler's file, from the root. */
  readonly entry: string
  /** Files shipped beside the code: their place in the asset → folder of the sources, and which of its files. */
  readonly data: readonly { readonly to: string; readonly from: string; readonly extensions: readonly string[] }[]
  /** Single files: their place in the asset → in the sources. */
  readonly files?: Readonly<Record<string, string>>
}

export const provisionId = 'provision'

const provision: Source = {
  id: provisionId,
  entry: 'infra/provision/handler.ts',
  data: ['layers/platform', ...new Set(functions.map(({ service }) => `functions/${service}`))].map((folder) => ({
    to: `${folder}/migrations`,
    from: `${folder}/migrations`,
    extensions: ['.sql'],
  })),
}

export const sources: readonly Source[] = [
  ...functions.map((plan) => ({
    id: functionId(plan),
    entry: `functions/${plan.service}/handlers/${plan.name}.ts`,
    data: plan.data
      ? [
          {
            to: plan.data,
            from: `functions/${plan.service}/${plan.data}`,
            extensions: ['.json', '.jsonl', '.geojson', '.csv'],
          },
        ]
      : [],
    ...(plan.files && { files: plan.files }),
  })),
  provision,
]
