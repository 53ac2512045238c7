import { describe, expect, it } from 'vitest'
import { functionId, functions } from '../functions.ts'
import { type Resource, resourcesOf, synthesize } from '../support/synthesize.ts'

type Properties = Resource['Properties']

const stages = ['dev', 'prod'] as const
const alarmsOf = (stage: (typeof stages)[number]): Map<string, Properties> =>
  new Map(
    resourcesOf(synthesize(stage).get(`korob-${stage}-app`)!, 'AWS::CloudWatch::Alarm').map(
      ([, { Metadata, Properties }]) => [
        String(Metadata?.['aws:cdk:path']).split('/').slice(1, -1).join('/'),
        Properties,
      ],
    ),
  )

/** Each metric an alarm watches: one, or the operands of its expression. */
const metricsOf = (alarm: Properties): Properties[] =>
  alarm.Metrics ? alarm.Metrics.flatMap((one: Properties) => (one.MetricStat ? [one.MetricStat.Metric] : [])) : [alarm]
const dimensionsOf = (metric: Properties): Record<string, unknown> =>
  Object.fromEntries(metric.Dimensions.map(({ Name, Value }: { Name: string; Value: unknown }) => [Name, Value]))

describe.each(stages)('alarms of stage %s', (stage) => {
  const alarms = alarmsOf(stage)
  const alarm = (id: string): Properties => {
    const found = alarms.get(id)
    if (!found) throw new Error(`there is no alarm ${id}: ${[...alarms.keys()].join(', ')}`)
    return found
  }

  it('tell someone, each', () => {
    for (const [id, { AlarmActions }] of alarms) expect(AlarmActions, id).toHaveLength(1)
  })

  it('watch this stage: by a name that holds it, or by a resource of its own', () => {
    for (const [id, watched] of alarms)
      for (const metric of metricsOf(watched)) {
        const values = Object.values(dimensionsOf(metric))
        const own = (value: unknown) =>
          typeof value === 'object'
            ? !JSON.stringify(value).includes('AccountId')
            : value === stage || value === `korob-${stage}`
        expect(values.some(own), `${id} of ${JSON.stringify(values)}`).toBe(true)
      }
  })

  it('watch something else, each', () => {
    const watched = [...alarms.values()].map((one) =>
      JSON.stringify([one.Namespace, one.MetricName, one.Dimensions, one.Metrics]),
    )
    expect(new Set(watched).size).toBe(watched.length)
  })

  it('ring for a relay that writes no age of its outbox, as for one that writes too high an age', () => {
    for (const { service } of functions.filter(({ trigger }) => trigger.kind === 'relay'))
      expect(alarm(`${service}-outbox-age`)).toMatchObject({
        Namespace: 'Korob',
        MetricName: 'oldestUnpublishedSeconds',
        TreatMissingData: 'breaching',
      })
  })

  it('ring for a search index that drifts from its products, and when nobody looks whether it does', () => {
    expect(alarm('index-drift')).toMatchObject({
      Namespace: 'Korob',
      MetricName: 'indexDrift',
      Threshold: 0,
      TreatMissingData: 'breaching',
    })
  })

  it('ring for every function that throws with nobody waiting for its answer', () => {
    const unattended = functions.filter(
      ({ trigger }) => !['http', 'authorizer', 'operations', 'task'].includes(trigger.kind),
    )
    expect(unattended).toHaveLength(25)
    for (const plan of unattended)
      expect(alarm(`${functionId(plan)}-errors`)).toMatchObject({ Namespace: 'AWS/Lambda', MetricName: 'Errors' })
  })

  it('ring for parked messages and for backlogs, queue by queue', () => {
    for (const { trigger } of functions) {
      if (trigger.kind !== 'rabbitmq') continue
      const of = (suffix: string) => alarm(`${trigger.queue.replace('.', '-')}-${suffix}`)
      const ofQueue = { service: 'backend', stage, queue: trigger.queue }
      expect(of('parked').MetricName).toBe('messagesParked')
      expect(of('backlog')).toMatchObject({ MetricName: 'messagesWaiting', TreatMissingData: 'breaching' })
      for (const suffix of ['parked', 'backlog']) expect(dimensionsOf(of(suffix))).toEqual(ofQueue)
    }
  })

  it('ring before an engine runs out of something', () => {
    const engines = [...alarms.keys()].filter((id) => /^(database|broker|search)-/.test(id))
    expect(engines.sort()).toEqual([
      'broker-disk',
      'broker-memory',
      'database-connections',
      'database-cpu',
      'database-storage',
      'search-red',
      'search-storage',
    ])
  })
})
