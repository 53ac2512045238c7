/**
 * Lets a phone open this page without a line: a worker keeps what it consists of.
 * @param map where the drawing of the city is: it may still be on its way
 */
export const keepPageOffline = async (map: string): Promise<void> => {
  if (!('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register('/courier-worker.js')
    const own = map.startsWith('/') ? [map] : []
    const { active } = await navigator.serviceWorker.ready
    const parts = performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === window.location.origin && !pathname.startsWith('/api/'))
      .map(({ pathname }) => pathname)
    active?.postMessage({ keep: [...new Set(['/', '/config.json', '/courier.webmanifest', ...own, ...parts])] })
  } catch (error) {
    console.warn('the page will not open without a line', error)
  }
}

/** Installed from here, the page begins with the route and not with the shop. */
export const offerCourierApp = (): (() => void) => {
  const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')
  const before = link?.getAttribute('href')
  link?.setAttribute('href', '/courier.webmanifest')
  return () => {
    if (before) link?.setAttribute('href', before)
  }
}
