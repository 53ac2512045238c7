/** Rows as columns; itself if that is the same. */
export const transposed = (matrix: Int32Array, places: number): Int32Array => {
  const turned = new Int32Array(places * places)
  let same = true
  for (let from = 0; from < places; from++)
    for (let to = 0; to < places; to++) {
      const leg = matrix[from * places + to]!
      turned[to * places + from] = leg
      if (leg !== matrix[to * places + from]) same = false
    }
  return same ? matrix : turned
}
