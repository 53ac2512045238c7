import { join } from 'node:path'
import { root } from './paths.ts'

/** Builds the web page as `npm start` does, and answers its folder. */
export const buildWeb = async (): Promise<string> => {
  const { build } = await import('vite')
  await build({ root: join(root, 'web'), configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' })
  return join(root, 'dist/web')
}
