/** Of ten thousand codes a courier may try so many; then another proof is needed. */
export const codeTries = 5

/** What a phone's camera gives, made smaller by the page. */
export const photoTypes = ['image/jpeg', 'image/png', 'image/webp'] as const

export const photoMaxBytes = 5_000_000
