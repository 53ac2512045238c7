import { describe, expect, test } from 'vitest'
import { afterStep, deliveryStatuses, type Step, type transitions } from './delivery-states.ts'

const steps: Step[] = ['assign', 'handOver', 'depart', 'deliver', 'fail', 'replan', 'takeBack', 'deliverLate', 'cancel']

/** What the couriers and the shop agreed on, written apart from the table: rows are statuses, columns steps. `-` refused, `=` unchanged. */
const agreed = `
            assign    handOver     depart    deliver    fail    replan      takeBack    deliverLate  cancel
unassigned  assigned  -            -         -          -       =           -           delivered    cancelled
assigned    -         handed_over  departed  -          -       unassigned  -           delivered    cancelled
handed_over -         =            departed  -          -       -           unassigned  -            cancelled
departed    -         =            =         delivered  failed  -           unassigned  -            cancelled
delivered   -         =            =         =          -       -           -           -            -
failed      -         -            -         -          =       unassigned  -           -            cancelled
cancelled   -         -            -         -          -       -           -           -            =
`

const rows = agreed
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/\s+/))

describe('a delivery', () => {
  test('has exactly the agreed statuses', () => {
    expect(rows.map(([status]) => status)).toEqual(deliveryStatuses)
  })

  const cells = rows.flatMap(([status, ...cells]) =>
    steps.map((step, index) => ({ status: status as keyof typeof transitions, step, cell: cells[index] ?? '' })),
  )
  test.each(cells)('$status + $step → $cell', ({ status, step, cell }) => {
    const expected = { '-': undefined, '=': status }[cell]
    expect(afterStep(status, step)).toBe(cell === '-' || cell === '=' ? expected : cell)
  })
})
