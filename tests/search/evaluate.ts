import { table } from '../bench/measure/table.ts'
import { loadCatalogue } from './catalogues.ts'
import { gradesOf, type Judged, type Judgement, readJudgements } from './judgements.ts'
import { mean, ndcg, recall } from './metrics.ts'
import { systems } from './systems.ts'

export interface Evaluation {
  title: string
  /** The demo catalogue unless given. */
  catalogue?: string
  judgements: string
  importOptions: readonly string[]
}

interface Score {
  ndcg: number
  recall: number
  isEmpty: boolean
}

interface Judgment {
  judgement: Judgement
  /** By system. */
  scores: Map<string, Score>
}

const score = async (judgement: Judgement, products: readonly Judged[]): Promise<Judgment | undefined> => {
  const grades = gradesOf(judgement, products)
  const all = [...grades.values()]
  // Nothing in this catalogue is an answer, so none can be judged.
  if (!all.some((grade) => grade > 0)) return undefined
  const scores = new Map<string, Score>()
  for (const { name, find } of systems) {
    const found = (await find(judgement.q)).map((id) => grades.get(id) ?? 0)
    scores.set(name, { ndcg: ndcg(found, all), recall: recall(found, all), isEmpty: found.length === 0 })
  }
  return { judgement, scores }
}

const rowOf = (what: string, judged: readonly Judgment[]) => [
  what,
  judged.length,
  ...systems.flatMap(({ name }) => {
    const scores = judged.flatMap(({ scores: of }) => of.get(name) ?? [])
    return [
      mean(scores.map((one) => one.ndcg)),
      mean(scores.map((one) => one.recall)),
      mean(scores.map((one) => (one.isEmpty ? 1 : 0))) * 100,
    ]
  }),
]

const header = ['queries', 'n', ...systems.flatMap(({ name }) => [`${name} nDCG@10`, 'recall@50', 'nothing %'])]

const losing = (judged: readonly Judgment[]) =>
  judged
    .map(({ judgement, scores }) => ({ judgement, of: systems.map(({ name }) => scores.get(name)?.ndcg ?? 0) }))
    .filter(({ of: [own = 0, ...others] }) => own < 0.7 || others.some((other) => other > own + 0.02))
    .sort((a, b) => (a.of[0] ?? 0) - (b.of[0] ?? 0))
    .map(({ judgement, of }) => [judgement.q, judgement.kind, ...of])

/** Judges search by queries whose answers are known, beside a plain multi_match and the fallback; prints it all. */
export const evaluate = async ({ title, catalogue, judgements, importOptions }: Evaluation): Promise<void> => {
  const { products, drop } = await loadCatalogue(catalogue, importOptions)
  try {
    const judged: Judgment[] = []
    const unjudged: string[] = []
    for (const judgement of readJudgements(judgements)) {
      const one = await score(judgement, products)
      if (one) judged.push(one)
      else unjudged.push(judgement.q)
    }
    const kinds = [...Map.groupBy(judged, ({ judgement }) => judgement.kind)].sort(([a], [b]) => (a < b ? -1 : 1))
    console.log(`\n── ${title}: ${products.length} products, ${judged.length} queries\n`)
    console.log(table(header, [...kinds.map(([kind, list]) => rowOf(kind, list)), rowOf('all', judged)]))
    const lost = losing(judged)
    if (lost.length > 0) {
      console.log('\nBelow 0.7, or below another (nDCG@10)\n')
      console.log(table(['query', 'kind', ...systems.map(({ name }) => name)], lost))
    }
    if (unjudged.length > 0) console.log(`\nNothing in this catalogue answers: ${unjudged.join(', ')}`)
  } finally {
    await drop()
  }
}
