// Longest first. Only what inflects: `сковородка` stays another word than `сковорода`.
const russian =
  /(иями|ьями|ями|ами|иях|иям|ьях|ьям|ыми|ими|ого|его|ому|ему|ях|ах|ям|ам|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ую|юю|ых|их|ым|им|ом|ем|ью|ья|ье|ия|ии|ию|а|я|о|е|ы|и|у|ю|ь|й)$/
const english = /(?<=[a-z]{2}[^s])(es(?<=(s|x|z|ch|sh)es)|s)$/

/**
 * A folded word without its inflection, to compare words of a query with words of a list and to mark what was found. The
 * engines have stemmers of their own.
 */
export const stem = (folded: string): string => {
  if (/[а-я]/.test(folded)) {
    const cut = folded.replace(russian, '')
    return cut.length >= 3 ? cut : folded
  }
  return folded.replace(/(?<=[a-z]{2})ies$/, 'y').replace(english, '')
}
