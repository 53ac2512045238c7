/** How well a product answers a query: fields, boosts and their reasons, for the search engine. */

export interface QueryParts {
  /** Found as written or begun. */
  exact: string
  /** Found misspelled too. */
  tolerant: string
}

/**
 * What has a digit in it is an article number, a model or a size, and one digit off is another one: `KB-0001` isn't `KB-0011`,
 * 26 cm isn't 28 cm. That goes for all that is written in one with the digit: in `PAN-26` no typo is looked for in `PAN` either.
 */
export const queryParts = (text: string): QueryParts => {
  const pieces = text.split(/\s+/).filter((piece) => piece !== '')
  const isExact = (piece: string) => /\p{N}/u.test(piece)
  return {
    exact: pieces.filter(isExact).join(' '),
    tolerant: pieces.filter((piece) => !isExact(piece)).join(' '),
  }
}

// A word in the name says what the product is; in brand or category what it belongs to; elsewhere only that it is mentioned.
const boosts = ['names^4', 'brandName^2', 'categoryNames^2', 'attributeTexts^1', 'descriptions^0.5']

const everyWord = (text: string): object[] => {
  const { exact, tolerant } = queryParts(text)
  return [
    ...(exact === '' ? [] : [{ match: { all: { query: exact, operator: 'and' } } }]),
    ...(tolerant === ''
      ? []
      : [
          {
            match: {
              all: {
                query: tolerant,
                operator: 'and',
                // One typo from three letters on, two from six; the first letter is rarely wrong and keeps this quick.
                fuzziness: 'AUTO',
                prefix_length: 1,
                // "для 26": of nothing but stop words the rest decides, if there is any.
                zero_terms_query: exact === '' ? 'none' : 'all',
              },
            },
          },
        ]),
  ]
}

/** Every word has to be found somewhere, spelled about so or begun; where it is found decides the order. */
export const matchText = (text: string): object => ({
  bool: {
    must: [
      {
        bool: {
          minimum_should_match: 1,
          should: [
            { bool: { must: everyWord(text) } },
            // Half-typed words, each from its beginning.
            { match: { beginnings: { query: text, operator: 'and' } } },
            { match: { descriptions: { query: text, operator: 'and', boost: 0.5 } } },
          ],
        },
      },
    ],
    should: [
      { multi_match: { query: text, type: 'most_fields', fields: boosts } },
      // Words as they stand, side by side.
      { match_phrase: { names: { query: text, boost: 4, slop: 1 } } },
      // An article number means that article.
      { term: { sku: { value: text, boost: 100 } } },
    ],
  },
})
