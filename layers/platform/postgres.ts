import pg from 'pg'

// bigint as number: sums of minor units and sequences stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/** The driver, with the types every connection of the shop reads. */
export { pg }
