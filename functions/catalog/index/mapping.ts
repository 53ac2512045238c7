/** The product index: what is searched, filtered, counted and sorted. `hit` is what a page of results shows. */

// PostgreSQL's fallback folds and stems alike: `fold()` and the configuration `russian` of migration 0001.
const analysis = {
  char_filter: { fold_yo: { type: 'mapping', mappings: ['ё => е', 'Ё => Е'] } },
  filter: {
    russian_stop: { type: 'stop', stopwords: '_russian_' },
    english_stop: { type: 'stop', stopwords: '_english_' },
    english_possessive: { type: 'stemmer', language: 'possessive_english' },
    // Each stemmer leaves words of the other script alone, so one analyzer serves both languages.
    russian_stem: { type: 'stemmer', language: 'russian' },
    english_stem: { type: 'stemmer', language: 'english' },
    beginnings: { type: 'edge_ngram', min_gram: 2, max_gram: 15 },
  },
  analyzer: {
    words: {
      tokenizer: 'standard',
      char_filter: ['fold_yo'],
      filter: [
        'lowercase',
        'asciifolding',
        'english_possessive',
        'russian_stop',
        'english_stop',
        'russian_stem',
        'english_stem',
      ],
    },
    plain: { tokenizer: 'standard', char_filter: ['fold_yo'], filter: ['lowercase', 'asciifolding'] },
    beginnings: {
      tokenizer: 'standard',
      char_filter: ['fold_yo'],
      filter: ['lowercase', 'asciifolding', 'beginnings'],
    },
  },
  normalizer: { folded: { char_filter: ['fold_yo'], filter: ['lowercase', 'asciifolding'] } },
}

const words = { type: 'text', analyzer: 'words', copy_to: ['all', 'beginnings'] }

export const productIndex = {
  settings: {
    number_of_shards: 1,
    // No replica on one node, where it could never be placed; one in a cluster.
    auto_expand_replicas: '0-1',
    analysis,
  },
  mappings: {
    dynamic: false,
    properties: {
      // False in the tombstone of a product that left the shop.
      visible: { type: 'boolean' },
      id: { type: 'keyword' },
      sku: { type: 'keyword', normalizer: 'folded', copy_to: ['all', 'beginnings'] },
      names: words,
      brandName: words,
      categoryNames: words,
      attributeTexts: { ...words, copy_to: ['all'] },
      descriptions: { type: 'text', analyzer: 'words' },
      all: { type: 'text', analyzer: 'words' },
      beginnings: { type: 'text', analyzer: 'beginnings', search_analyzer: 'plain' },
      categories: { type: 'keyword' },
      // A facet's value with its names, as JSON: counted as one, so that an answer needs no second look-up.
      categoryLabels: { type: 'keyword' },
      brand: { type: 'keyword' },
      brandLabel: { type: 'keyword' },
      priceMinor: { type: 'long' },
      soldOut: { type: 'byte' },
      createdMicros: { type: 'long' },
      nameRu: { type: 'keyword', normalizer: 'folded', ignore_above: 300 },
      nameEn: { type: 'keyword', normalizer: 'folded', ignore_above: 300 },
      hit: { type: 'object', enabled: false },
    },
  },
} as const
