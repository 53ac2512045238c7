import { languages, type Sample } from '../domain/checking.ts'
import { fill } from '../domain/filling.ts'
import { segment } from '../domain/segments.ts'
import { money } from '../domain/wording.ts'

/** What a segment costs, in minor units of a currency. */
export interface SegmentPrice {
  readonly segmentMinor: number
  readonly currency: string
}

const factsOf = (body: string, price: SegmentPrice | undefined): string => {
  const { encoding, segments } = segment(body)
  const cost = price && money(price.segmentMinor * segments, price.currency, 'ru')
  const length = `${encoding}, ${[...body].length} characters, ${segments} segment${segments === 1 ? '' : 's'}`
  return [length, ...(cost ? [cost] : [])].join(' · ')
}

const previewOf = ({ name, texts, examples }: Sample, price: SegmentPrice | undefined): string => {
  const lines = examples.flatMap(({ variant, values }) =>
    languages.flatMap((language) => {
      const body = fill(texts[variant]?.[language] ?? '', values(language))
      return [`  ${variant}, ${language} · ${factsOf(body, price)}`, `    ${body}`]
    }),
  )
  return `${[name, ...lines].join('\n')}\n`
}

/** Every text as a phone shows it, with its length and cost. */
export const renderPreview = (samples: readonly Sample[], price: SegmentPrice | undefined): string =>
  samples.map((sample) => previewOf(sample, price)).join('\n')
