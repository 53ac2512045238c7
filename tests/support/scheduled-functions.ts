import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asList, asObject, asText, isObject, type Template } from '../../local/runner/assembly/template.ts'

/** Logical ids of the functions that rules of a template start by a schedule. */
export const scheduledIn = ({ Resources }: Pick<Template, 'Resources'>): string[] =>
  Object.values(Resources).flatMap(({ Type, Properties }) => {
    if (Type !== 'AWS::Events::Rule' || !asText(Properties?.ScheduleExpression)) return []
    return asList(Properties?.Targets).map((target) => {
      const { Arn } = asObject(target)
      const [logicalId] = isObject(Arn) ? asList(Arn['Fn::GetAtt']) : []
      if (typeof logicalId !== 'string')
        throw new Error(`a schedule starts ${JSON.stringify(Arn)}, which is no function here`)
      return logicalId
    })
  })

/** What schedules of a synthesized assembly start, each once: relays, sweepers, completers. */
export const scheduledFunctions = (assembly: string): ReadonlySet<string> =>
  new Set(
    globSync('*.template.json', { cwd: assembly }).flatMap((file) =>
      scheduledIn(JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template),
    ),
  )
