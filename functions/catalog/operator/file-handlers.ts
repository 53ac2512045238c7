import { operatorIdOf } from '@korob/platform/audit-log'
import type { fileRoutes } from './file-routes.ts'
import { cancelImport, createExport, createImport, listImports, readExport, readImport, startImport } from './files.ts'
import type { OperatorHandlers } from './product-handlers.ts'

export const fileHandlers: OperatorHandlers<typeof fileRoutes> = {
  createImport: ({ body, actor }) => createImport(body, operatorIdOf(actor)),
  listImports: async () => ({ imports: await listImports() }),
  readImport: ({ params }) => readImport(params.importId),
  startImport: ({ params, actor }) => startImport(params.importId, operatorIdOf(actor)),
  cancelImport: ({ params, actor }) => cancelImport(params.importId, operatorIdOf(actor)),
  createExport: ({ actor }) => createExport(operatorIdOf(actor)),
  readExport: ({ params }) => readExport(params.exportId),
}
