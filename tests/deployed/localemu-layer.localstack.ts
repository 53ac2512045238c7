import { required } from '../support/required.ts'
import { deployedTo } from './deployed.ts'
import { onLocalEmu } from './support/on-localemu.ts'

deployedTo('localemu, the platform as a layer', () => onLocalEmu(required('TEST_ASSEMBLY')))
