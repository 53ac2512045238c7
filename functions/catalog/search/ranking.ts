/** How well a product answers a query: fields, boosts and their reasons, for the search engine. */

// A word in the name says what the product is; in brand or category what it belongs to; elsewhere only that it is mentioned.
const boosts = ['names^4', 'brandName^2', 'categoryNames^2', 'attributeTexts^1', 'descriptions^0.5']

/** Every word has to be found somewhere, spelled about so or begun; where it is found decides the order. */
export const matchText = (text: string): object => ({
  bool: {
    must: [
      {
        bool: {
          minimum_should_match: 1,
          should: [
            // One typo from three letters on, two from six; the first letter is rarely wrong and keeps this quick.
            { match: { all: { query: text, operator: 'and', fuzziness: 'AUTO', prefix_length: 1 } } },
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
