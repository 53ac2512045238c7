/** Whom an order is for once its owner is forgotten: no phone has this number. */
export const nobody = { name: '—', phone: '+70000000000' } as const

/** And where it went, but for the city. */
export const nowhere = { street: '—', house: '—' } as const
