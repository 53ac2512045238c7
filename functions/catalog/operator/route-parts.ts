import { ifMatch } from '@korob/platform/preconditions'
import { z } from '@korob/platform/schema'

// What operators' endpoints have in common.

export const operator = { access: 'operator', audience: 'operator' } as const

/** What an `in_use` tells. */
export const inUseDetails = {
  in_use: {
    schema: z.object({
      products: z.boolean().describe('Products have it, or stand in it'),
      children: z.boolean().optional().describe('Of a category: others are below it'),
    }),
    example: { products: true, children: false },
  },
} as const

export const changeHeaders = ifMatch

export const exampleRevision = { 'if-match': '"3"' } as const

export const pageLimit = (most: number) =>
  z
    .string()
    .regex(/^\d{1,3}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(most))

export const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .pipe(z.boolean())

export const cursor = z
  .string()
  .max(1000)
  .optional()
  .describe('`nextCursor` of the page before, all else being the same')
export const nextCursor = z.string().nullable().describe('Null on the last page')
