import { startLocalEmu } from '../../../local/localemu/emulator.ts'
import { required } from '../../support/required.ts'
import type { DeployedShopOptions } from './deployed-shop.ts'

/** LocalStack's behaviour, functions in containers; `npm run test:localstack` passes what it takes. */
export const onLocalEmu = (assembly: string): DeployedShopOptions => ({
  assembly,
  startEmulator: async (dataDir, logDir) => ({
    ...(await startLocalEmu({
      python: required('TEST_LOCALEMU'),
      dockerHost: required('TEST_DOCKER_HOST'),
      dataDir,
      logDir,
    })),
    hostForFunctions: required('TEST_DOCKER_GATEWAY'),
  }),
})
