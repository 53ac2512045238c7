import { writeGenerated } from './catalog/load.ts'

// node tests/bench/scale/generate-file.ts 100000 [seed] > products.jsonl: for npm run catalog:import

const [count = '1000', seed = '1'] = process.argv.slice(2)
await writeGenerated(Number(seed), Number(count), process.stdout)
