/** Rows as columns; itself if that is the same. */
export const transposed = (matrix: Int32Array, places: number): Int32Array => {
  if (isSymmetric(matrix, places)) return matrix
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
