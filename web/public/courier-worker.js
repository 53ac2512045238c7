// Keeps the page for couriers without a line. Registered by the courier's page alone; answers of the API are never kept.
const name = 'korob-page-1'

self.addEventListener('install', () => self.skipWaiting())

self.addEventListener('activate', (event) => {
  const clean = async () => {
    for (const other of await caches.keys())
      if (other.startsWith('korob-page') && other !== name) await caches.delete(other)
    await self.clients.claim()
  }
  event.waitUntil(clean())
})

/** Exactly these files are kept; what an older release consisted of goes. */
const keepFiles = async (paths) => {
  const cache = await caches.open(name)
  const known = new Map((await cache.keys()).map((request) => [new URL(request.url).pathname, request]))
  for (const path of paths) {
    // The names of files below /assets change with what is in them.
    if (path.startsWith('/assets/') && known.has(path)) continue
    const answer = await fetch(path, { cache: 'no-cache' }).catch(() => undefined)
    if (answer?.ok) await cache.put(path, answer)
  }
  for (const [path, request] of known)
    if (path.startsWith('/assets/') && !paths.includes(path)) await cache.delete(request)
}

self.addEventListener('message', (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepFiles(event.data.keep))
})

const kept = (path) => caches.open(name).then((cache) => cache.match(path))

/** The newest there is; what is kept only where there is no line. */
const newestOf = async (request, path) => {
  try {
    return await fetch(request)
  } catch (error) {
    const found = await kept(path)
    if (found) return found
    throw error
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/')) return
  if (pathname.startsWith('/assets/')) event.respondWith(kept(pathname).then((found) => found ?? fetch(request)))
  else event.respondWith(newestOf(request, request.mode === 'navigate' ? '/' : pathname))
})
