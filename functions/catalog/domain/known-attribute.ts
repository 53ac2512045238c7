import type { Localized } from '@korob/platform/schema'

/** An attribute that products of the shop may have. */
export interface KnownAttribute {
  key: string
  name: Localized
  type: 'text' | 'number' | 'boolean'
  unit: string | null
}
