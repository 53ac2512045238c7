/** Photos that wait for a line, by the deed they prove: too large for localStorage. */
const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open('korob.courier', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore('photos')
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })

const inStore = async <T>(mode: IDBTransactionMode, work: (photos: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction('photos', mode)
      const asked = work(transaction.objectStore('photos'))
      // Once it is on the disk, not when it is only asked for.
      transaction.oncomplete = () => resolve(asked.result)
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

export const keepPhoto = (deedId: string, photo: Blob): Promise<unknown> =>
  inStore('readwrite', (photos) => photos.put(photo, deedId))
export const findPhoto = (deedId: string): Promise<Blob | undefined> =>
  inStore<Blob | undefined>('readonly', (photos) => photos.get(deedId))
export const forgetPhoto = (deedId: string): Promise<unknown> => inStore('readwrite', (photos) => photos.delete(deedId))

const longestPx = 1600

/** A camera's picture as a JPEG that a poor line can carry; without the place and time that cameras write into it. */
export const smaller = async (picture: Blob): Promise<Blob> => {
  const bitmap = await createImageBitmap(picture)
  const share = Math.min(1, longestPx / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * share))
  canvas.height = Math.max(1, Math.round(bitmap.height * share))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', 0.75),
  )
}
