import type { fileRoutes } from './file-routes.ts'
import { cancelImport, createExport, createImport, listImports, readExport, readImport, startImport } from './files.ts'
import { nameOf, type OperatorHandlers } from './product-handlers.ts'

export const fileHandlers: OperatorHandlers<typeof fileRoutes> = {
  createImport: ({ body, actor }) => createImport(body, nameOf(actor)),
  listImports: async () => ({ imports: await listImports() }),
  readImport: ({ params }) => readImport(params.importId),
  startImport: ({ params }) => startImport(params.importId),
  cancelImport: ({ params }) => cancelImport(params.importId),
  createExport: ({ actor }) => createExport(nameOf(actor)),
  readExport: ({ params }) => readExport(params.exportId),
}
