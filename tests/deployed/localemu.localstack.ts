import { startLocalEmu } from '../../local/localemu/emulator.ts'
import { required } from '../support/required.ts'
import { deployedTo } from './deployed.ts'

// npm run test:localstack passes these: LocalStack's behaviour, functions in containers.

const on = (assembly: string) => () => ({
  assembly: required(assembly),
  startEmulator: async (dataDir: string, logDir: string) => ({
    ...(await startLocalEmu({
      python: required('TEST_LOCALEMU'),
      dockerHost: required('TEST_DOCKER_HOST'),
      dataDir,
      logDir,
    })),
    hostForFunctions: required('TEST_DOCKER_GATEWAY'),
  }),
})

deployedTo('localemu, the platform as a layer', on('TEST_ASSEMBLY'))
deployedTo('localemu, the platform bundled into each function', on('TEST_ASSEMBLY_INLINE'))
