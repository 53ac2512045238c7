import { required } from '../support/required.ts'
import { deployedTo } from './deployed.ts'
import { onLocalEmu } from './support/on-localemu.ts'

deployedTo('localemu, the platform bundled into each function', () => onLocalEmu(required('TEST_ASSEMBLY_INLINE')))
