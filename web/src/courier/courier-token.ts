import { ofTab, stored } from '../storage/stored.ts'

/** The courier's access token, of this tab only. */
export const courierToken = stored<string>(ofTab, 'korob.courier', (found) => (typeof found === 'string' ? found : ''))

/** The token of `#token=…`, if there is one that can be. */
export const tokenOfHash = (hash: string): string | undefined => {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token')
  return token !== null && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token) ? token : undefined
}

/** Takes the token out of the address, so that it stays out of the history, screenshots and shared links. */
export const takeTokenFromAddress = (): void => {
  const token = tokenOfHash(window.location.hash)
  if (token === undefined) return
  courierToken.write(token)
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
}
