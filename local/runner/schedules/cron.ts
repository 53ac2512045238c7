/** AWS's cron expressions: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
export type CronExpression = {
  minutes: Set<number>
  hours: Set<number>
  months: Set<number>
  years: (year: number) => boolean
  day: (date: Date) => boolean
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const lastYear = 2199

/** `minutes hours day-of-month month day-of-week year`, in UTC. */
export function parseCron(expression: string): CronExpression {
  const fields = expression.trim().split(/\s+/)
  if (fields.length !== 6) throw new Error(`cron(${expression}) must have six fields`)
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Error(`cron(${expression}): exactly one of day-of-month and day-of-week must be ?`)
  }
  const years = values(year, 1970, lastYear, [])
  return {
    minutes: values(minutes, 0, 59, []),
    hours: values(hours, 0, 23, []),
    months: values(month, 1, 12, monthNames),
    years: (value) => years.has(value),
    day: dayOfWeek === '?' ? dayOfMonthTest(dayOfMonth) : dayOfWeekTest(dayOfWeek),
  }
}

function values(field: string, low: number, high: number, names: string[]): Set<number> {
  const found = new Set<number>()
  for (const part of field.split(',')) {
    const [range, stepText] = part.split('/') as [string, string | undefined]
    const step = stepText === undefined ? 1 : Number(stepText)
    const [from, to] = bounds(range, low, high, names, stepText !== undefined)
    if (!(step >= 1) || from < low || to > high) throw new Error(`${field} is not within ${low}-${high}`)
    const end = to < from ? to + (high - low + 1) : to
    for (let value = from; value <= end; value += step) found.add(low + ((value - low) % (high - low + 1)))
  }
  return found
}

function bounds(range: string, low: number, high: number, names: string[], stepped: boolean): [number, number] {
  if (range === '*') return [low, high]
  const [from, to] = range.split('-').map((text) => number(text, low, names)) as [number, number | undefined]
  return [from, to ?? (stepped ? high : from)]
}

function number(text: string, low: number, names: string[]): number {
  const named = names.indexOf(text.toUpperCase())
  const value = named >= 0 ? named + low : Number(text)
  if (!Number.isInteger(value)) throw new Error(`${text} is not a value of a cron field`)
  return value
}

function lastDayOf(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
}

function dayOfMonthTest(field: string): (date: Date) => boolean {
  if (field === 'L') return (date) => date.getUTCDate() === lastDayOf(date)
  if (field === 'LW') return (date) => date.getUTCDate() === nearestWeekday(date, lastDayOf(date))
  const weekday = /^(\d+)W$/.exec(field)
  if (weekday) {
    const wanted = Number(weekday[1])
    return (date) => date.getUTCDate() === nearestWeekday(date, wanted)
  }
  const days = values(field, 1, 31, [])
  return (date) => days.has(date.getUTCDate())
}

/** The weekday nearest to a day of the same month. */
function nearestWeekday(date: Date, day: number): number {
  const last = lastDayOf(date)
  if (day > last) return -1
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay()
  if (weekday === 6) return day === 1 ? 3 : day - 1
  if (weekday === 0) return day === last ? day - 2 : day + 1
  return day
}

function dayOfWeekTest(field: string): (date: Date) => boolean {
  const nth = /^(\w+)#([1-5])$/.exec(field)
  if (nth) {
    const wanted = number(nth[1] as string, 1, dayNames)
    const week = Number(nth[2])
    return (date) => date.getUTCDay() + 1 === wanted && Math.ceil(date.getUTCDate() / 7) === week
  }
  const last = /^(\w+)L$/.exec(field)
  if (last) {
    const wanted = number(last[1] as string, 1, dayNames)
    return (date) => date.getUTCDay() + 1 === wanted && date.getUTCDate() + 7 > lastDayOf(date)
  }
  const days = field === 'L' ? new Set([7]) : values(field, 1, 7, dayNames)
  return (date) => days.has(date.getUTCDay() + 1)
}

const minuteMs = 60_000
const dayMs = 86_400_000

/** The first matching minute after a time, or `undefined` when there is none any more. */
export function nextCronTime(cron: CronExpression, afterMs: number): number | undefined {
  let at = Math.floor(afterMs / minuteMs) * minuteMs + minuteMs
  for (;;) {
    const date = new Date(at)
    if (date.getUTCFullYear() > lastYear) return undefined
    if (!cron.years(date.getUTCFullYear())) at = Date.UTC(date.getUTCFullYear() + 1, 0, 1)
    else if (!cron.months.has(date.getUTCMonth() + 1)) at = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
    else if (!cron.day(date)) at = Math.floor(at / dayMs) * dayMs + dayMs
    else if (!cron.hours.has(date.getUTCHours())) at = Math.floor(at / (60 * minuteMs)) * 60 * minuteMs + 60 * minuteMs
    else if (!cron.minutes.has(date.getUTCMinutes())) at += minuteMs
    else return at
  }
}
