import { startMinistack } from '../../local/engines/ministack/ministack.ts'
import { required } from '../support/required.ts'
import { deployedTo } from './deployed.ts'

const python = process.env.TEST_MINISTACK

deployedTo('ministack, the platform as a layer', () =>
  python
    ? {
        assembly: required('TEST_ASSEMBLY'),
        startEmulator: (dataDir, logDir) => startMinistack({ python, dataDir, logDir }),
      }
    : undefined,
)
