import { defineConfig } from 'vitest/config'
import { LongestFirst } from './local/shop/test/longest-first.ts'

/** With a service's database alone, and sometimes a broker: no whole shop. */
const flowsOfOneService = 'tests/{backend,delivery,life,notifications,orders,platform}/**/*.flow.ts'

/** On real engines, whose addresses `npm test` passes in TEST_… variables. */
const onEngines = {
  // Files share engines, and some lock out or rename a service's role: one file at a time for each lane of engines.
  maxWorkers: Number(process.env.TEST_LANES ?? 1),
  setupFiles: ['local/shop/test/lane-of-worker.ts'],
  testTimeout: 300_000,
  hookTimeout: 300_000,
  sequence: { groupOrder: 1 },
}

export default defineConfig({
  test: {
    // What functions log matters where a test failed.
    silent: 'passed-only',
    // Limits are for what hangs. What a busy machine is slow at must stay within them.
    expect: { poll: { timeout: 60_000 } },
    teardownTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // They keep no state in modules, and loading those anew for each file would take most of the time.
          isolate: false,
          include: ['{functions,layers,local,infra,web,tests}/**/*.test.{ts,tsx}'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          ...onEngines,
          name: 'flows',
          include: ['{local,tests}/**/*.flow.ts'],
          exclude: [flowsOfOneService],
        },
      },
      {
        extends: true,
        test: {
          ...onEngines,
          name: 'service-flows',
          // Each file points the platform at a database of its own, and leaves nothing in modules: loading those once is much less.
          isolate: false,
          include: [flowsOfOneService],
        },
      },
      {
        extends: true,
        test: {
          // With functions in containers: `npm run test:localstack` starts what they need.
          name: 'localstack',
          include: ['tests/deployed/**/*.localstack.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          // On a shop that runs somewhere, whose addresses `npm run test:e2e` passes.
          name: 'e2e',
          include: ['tests/e2e/**/*.e2e.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
