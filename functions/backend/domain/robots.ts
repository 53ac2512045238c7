import { Problem } from '@korob/platform/errors'

/**
 * A form has a field that people don't see: whoever fills it in is a program. It is told what anybody may be told who
 * orders too often, so it learns nothing; nothing is stored, and the key stays free. The rare person whose password
 * manager filled it loses half a minute: the page empties the field before they try again.
 */
const robotWaitsSeconds = 30

export const refuseRobot = ({ website }: { website?: string | undefined }): void => {
  if (website !== undefined && website !== '')
    throw new Problem('too_many_requests', { retryAfterSeconds: robotWaitsSeconds })
}
