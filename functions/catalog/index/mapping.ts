/** The product index: what is searched, filtered, counted and sorted. `hit` is what a page of results shows. */

// Texts come as words parted by spaces, as queries do: domain/query/plain.ts says what is a word, for both engines. PostgreSQL's
// fallback folds and stems alike: `fold()` of migration 0001 and its configuration `russian`. Stop words stay in the index:
// which words of a query say nothing is decided in domain/query.
const analysis = {
  char_filter: {
    fold_yo: { type: 'mapping', mappings: ['ё => е', 'Ё => Е'] },
  },
  filter: {
    // Each stemmer leaves words of the other script alone, so one analyzer serves both languages.
    russian_stem: { type: 'stemmer', language: 'russian' },
    english_stem: { type: 'stemmer', language: 'english' },
    beginnings: { type: 'edge_ngram', min_gram: 2, max_gram: 15 },
    // An article has up to 64 signs.
    code_beginnings: { type: 'edge_ngram', min_gram: 3, max_gram: 64 },
  },
  analyzer: {
    words: {
      tokenizer: 'standard',
      char_filter: ['fold_yo'],
      filter: ['lowercase', 'asciifolding', 'russian_stem', 'english_stem'],
    },
    plain: { tokenizer: 'standard', char_filter: ['fold_yo'], filter: ['lowercase', 'asciifolding'] },
    beginnings: {
      tokenizer: 'standard',
      char_filter: ['fold_yo'],
      filter: ['lowercase', 'asciifolding', 'beginnings'],
    },
    code_beginnings: { tokenizer: 'keyword', filter: ['code_beginnings'] },
    code: { tokenizer: 'keyword' },
  },
  normalizer: { folded: { char_filter: ['fold_yo'], filter: ['lowercase', 'asciifolding'] } },
}

// A word is as good in a long name as in a short one; how often it stands there says nothing either.
const similarity = { once: { type: 'BM25', k1: 0.4, b: 0.3 } }

const words = { type: 'text', analyzer: 'words', similarity: 'once' }

export const productIndex = {
  settings: {
    number_of_shards: 1,
    // No replica on one node, where it could never be placed; one in a cluster.
    auto_expand_replicas: '0-1',
    // The whole order of a page nobody searched for, to the last key: only then does such a page end after its hits instead of
    // visiting every product.
    'index.sort.field': ['soldOut', 'createdMicros', 'id'],
    'index.sort.order': ['asc', 'desc', 'asc'],
    analysis,
    similarity,
  },
  mappings: {
    dynamic: false,
    properties: {
      // False in the tombstone of a product that left the shop.
      visible: { type: 'boolean' },
      id: { type: 'keyword' },
      sku: { type: 'keyword', normalizer: 'folded' },
      // The article number and models, folded and without punctuation.
      codes: { type: 'text', analyzer: 'code_beginnings', search_analyzer: 'code', norms: false },
      // The same, each whole, and the words of the article number.
      articles: { type: 'keyword' },
      // The words of a name that say what the thing is: domain/query/head.ts.
      heads: words,
      names: {
        ...words,
        copy_to: ['spelled', 'nameBeginnings'],
        fields: { plain: { type: 'text', analyzer: 'plain', similarity: 'once' } },
      },
      brandName: { ...words, copy_to: ['spelled', 'beginnings'] },
      categoryNames: { ...words, copy_to: ['spelled', 'beginnings'] },
      attributeTexts: { ...words, copy_to: ['spelled'] },
      descriptions: words,
      // Words without stemming: a typing error is an error in what was typed.
      spelled: { type: 'text', analyzer: 'plain', norms: false },
      nameBeginnings: { type: 'text', analyzer: 'beginnings', search_analyzer: 'plain', norms: false },
      beginnings: { type: 'text', analyzer: 'beginnings', search_analyzer: 'plain', norms: false },
      sounds: { type: 'keyword' },
      joined: { type: 'keyword' },
      measures: { type: 'keyword' },
      categories: { type: 'keyword' },
      // A facet's value with its names, as JSON: counted as one, so that an answer needs no second look-up.
      categoryLabels: { type: 'keyword' },
      brand: { type: 'keyword' },
      brandLabel: { type: 'keyword' },
      attributeKeys: { type: 'keyword' },
      attributeValues: { type: 'keyword' },
      attributeLabels: { type: 'keyword' },
      // Numbers of attributes, each in the unit of its attribute: index/sortable-number.ts.
      numberValues: { type: 'keyword' },
      priceMinor: { type: 'long' },
      discounted: { type: 'boolean' },
      soldOut: { type: 'byte' },
      createdMicros: { type: 'long' },
      nameRu: { type: 'keyword', normalizer: 'folded', ignore_above: 300 },
      nameEn: { type: 'keyword', normalizer: 'folded', ignore_above: 300 },
      hit: { type: 'object', enabled: false },
    },
  },
} as const
