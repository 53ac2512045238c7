import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const folder = join(import.meta.dirname, '../functions/catalog/demo/images')
const address = '/images/products/'

/** Puts the demo catalogue's drawings where products' `image` names point: /images/products/<name>.svg */
export const productPictures = (): Plugin => {
  const files = new Set(readdirSync(folder).filter((file) => file.endsWith('.svg')))
  return {
    name: 'korob:product-pictures',
    generateBundle() {
      for (const file of files)
        this.emitFile({
          type: 'asset',
          fileName: address.slice(1) + file,
          source: readFileSync(join(folder, file)),
        })
    },
    configureServer(server) {
      server.middlewares.use(address, (request, response, next) => {
        const file = (request.url ?? '').slice(1).split('?')[0] ?? ''
        if (!files.has(file)) return next()
        response.setHeader('content-type', 'image/svg+xml')
        response.end(readFileSync(join(folder, file)))
      })
    },
  }
}
