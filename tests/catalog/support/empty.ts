import type pg from 'pg'

/** Takes out of a catalogue all that anybody put there; with it goes what refers to that. A database anew would take far longer. */
export const emptyCatalogue = (admin: pg.Client): Promise<unknown> =>
  admin.query(
    `truncate catalog.category, catalog.brand, catalog.attribute, catalog.product, catalog.file_job, catalog.outbox,
              catalog.follow_up, catalog.search_word, catalog.synonym cascade`,
  )
