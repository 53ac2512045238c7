import { tokenOfHash } from '../courier/courier-token.ts'
import { ofTab, stored } from '../storage/stored.ts'

/** The operator's access token, of this tab only. */
export const operatorToken = stored<string>(ofTab, 'korob.operator', (found) =>
  typeof found === 'string' ? found : '',
)

/** Takes the token out of the address, so that it stays out of the history, screenshots and shared links. */
export const takeOperatorToken = (): void => {
  const token = tokenOfHash(window.location.hash)
  if (token === undefined) return
  operatorToken.write(token)
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
}
