const dayMs = 24 * 3600_000

const formats = new Map<string, Intl.DateTimeFormat>()

const format = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(timeZone, made)
  return made
}

/** What a clock on the wall shows, as if it were UTC, milliseconds. */
const wallMs = (instant: Date, timeZone: string): number => {
  const parts = Object.fromEntries(
    format(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  )
  return Date.parse(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`)
}

/** The calendar day in a time zone, YYYY-MM-DD. */
export const localDate = (instant: Date, timeZone: string): string =>
  new Date(wallMs(instant, timeZone)).toISOString().slice(0, 10)

// Asking for the wall clock takes 10 µs, and plans of a week ask the same few minutes for each courier.
const known = new Map<string, number>()
const mostKnown = 5_000

/** The instant at `minute` minutes after midnight of a day in a time zone. */
export const atLocalMinute = (date: string, minute: number, timeZone: string): Date => {
  const key = `${date} ${minute} ${timeZone}`
  const before = known.get(key)
  if (before !== undefined) return new Date(before)
  const wanted = Date.parse(`${date}T00:00:00Z`) + minute * 60_000
  // Twice, because the first guess may lie on the other side of a change of clocks.
  let guess = wanted
  for (let round = 0; round < 2; round++) guess = wanted - (wallMs(new Date(guess), timeZone) - guess)
  if (known.size >= mostKnown) known.clear()
  known.set(key, guess)
  return new Date(guess)
}

/** `days` calendar days later. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** ISO 8601: Monday 1 … Sunday 7. */
export const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7
