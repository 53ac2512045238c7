import { withService } from '../../support/with-service.ts'

/** The backend's database and secrets, for the tests of a file. @returns the database, once the tests run */
export const withBackend = () => withService('backend')
