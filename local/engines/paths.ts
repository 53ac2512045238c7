import { fileURLToPath } from 'node:url'

/** The checkout. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Downloads and builds that any data folder can share. */
export const cacheDir = `${projectRoot}.cache`
