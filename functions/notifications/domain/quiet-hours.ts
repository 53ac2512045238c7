/** Hours of the day, of which the second may be of the next day: from 22 to 8. Equal ones are none. */
export interface QuietHours {
  readonly from: number
  readonly to: number
}

/** '22-8'. @throws when it is something else */
export const parseQuietHours = (text: string): QuietHours => {
  const [, from, to] = /^(\d{1,2})-(\d{1,2})$/.exec(text) ?? []
  const hours = { from: Number(from), to: Number(to) }
  if (!(hours.from < 24 && hours.to < 24))
    throw new Error(`quiet hours are two hours of the day, such as 22-8: ${text}`)
  return hours
}

const hourIn = (timeZone: string, atMs: number): number =>
  Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(atMs))

const isQuiet = ({ from, to }: QuietHours, hour: number): boolean =>
  from <= to ? from <= hour && hour < to : from <= hour || hour < to

// Every time zone's clock is at a whole hour at some whole quarter of UTC's.
const quarterMs = 15 * 60_000

/** When the quiet hours end that it is in that time zone; undefined when there are none at the time. */
export const endOfQuiet = (hours: QuietHours, timeZone: string, nowMs: number): Date | undefined => {
  const quietAt = (atMs: number): boolean => isQuiet(hours, hourIn(timeZone, atMs))
  if (!quietAt(nowMs)) return undefined
  // By steps, so that a night on which the clock is changed ends when the clock says so.
  let atMs = Math.ceil((nowMs + 1) / quarterMs) * quarterMs
  while (quietAt(atMs)) atMs += quarterMs
  return new Date(atMs)
}
