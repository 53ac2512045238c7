import { integerSetting } from '@korob/platform/config'

/** Whole documents that are read and written at once. */
export const fillPage = (): number => integerSetting('SEARCH_FILL_PAGE', 1_000)

/** Versions that are compared at once. */
export const comparePageSize = (): number => integerSetting('SEARCH_COMPARE_PAGE', 5_000)
