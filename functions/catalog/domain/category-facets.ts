export interface FacetSetting {
  path: string
  key: string
  shown: boolean
  position: number
}

/** Which attributes are facets of a category: those that are set, in their order, and those that are not to be shown. */
export interface FacetSettings {
  shown: readonly string[]
  hidden: readonly string[]
}

/** What holds for a category: of each attribute what is set nearest to it, here or above. Without a category nothing is set. */
export const facetsOfCategory = (settings: readonly FacetSetting[], category: string | undefined): FacetSettings => {
  const nearest = new Map<string, FacetSetting>()
  const above = settings
    .filter(({ path }) => category === path || category?.startsWith(`${path}/`))
    .sort((a, b) => a.path.length - b.path.length)
  for (const setting of above) nearest.set(setting.key, setting)
  const inForce = [...nearest.values()].sort((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1))
  return {
    shown: inForce.filter(({ shown }) => shown).map(({ key }) => key),
    hidden: inForce.filter(({ shown }) => !shown).map(({ key }) => key),
  }
}
