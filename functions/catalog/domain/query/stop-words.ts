/** Words that say nothing of a product. A query is searched without them, unless it has no others. */
const list = `
и в во не на с со из к ко по за у о об от до для без над под при про или а но же ли бы как что это тот та те то эти так
the a an and or of for to in on at by with without from as is are be not no it this that its your`

const stopWords: ReadonlySet<string> = new Set(list.split(/\s+/).filter((word) => word !== ''))

export const isStopWord = (folded: string): boolean => stopWords.has(folded)
