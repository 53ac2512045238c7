/** Rows as columns; itself if that is the same. */
export const transposed = (matrix: Int32Array, places: number): Int32Array =>
  isSymmetric(matrix, places) ? matrix : turnedCopy(matrix, places)

/** Rows as columns, in a copy that can be written to. */
export const turnedCopy = (matrix: Int32Array, places: number): Int32Array => {
  const turned = new Int32Array(places * places)
  for (let from = 0; from < places; from++)
    for (let to = 0; to < places; to++) turned[to * places + from] = matrix[from * places + to]!
  return turned
}

const isSymmetric = (matrix: Int32Array, places: number): boolean => {
  for (let from = 0; from < places; from++)
    for (let to = 0; to < from; to++) if (matrix[from * places + to] !== matrix[to * places + from]) return false
  return true
}
