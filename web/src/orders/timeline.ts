/** A step on an order's way: done at some time, where it is now, or still to come. */
export interface Step<Status extends string> {
  status: Status
  at: string | undefined
  state: 'done' | 'current' | 'ahead'
}

/**
 * What has happened, in order, then what usually follows. `usual` is the way of an order that goes well; statuses off
 * it, such as `cancelled`, end the way unless the history returned to it.
 */
export const timeline = <Status extends string>(
  usual: readonly Status[],
  history: readonly { status: Status; at: string }[],
  current: Status,
): Step<Status>[] => {
  const past = history.at(-1)?.status === current ? history : [...history, { status: current, at: undefined }]
  const place = usual.indexOf(current)
  const ahead = place === -1 ? [] : usual.slice(place + 1)
  const over = ahead.length === 0
  return [
    ...past.map(({ status, at }, index) => ({
      status,
      at,
      state: index === past.length - 1 && !over ? ('current' as const) : ('done' as const),
    })),
    ...ahead.map((status) => ({ status, at: undefined, state: 'ahead' as const })),
  ]
}
