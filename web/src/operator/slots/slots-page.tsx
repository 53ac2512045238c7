import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SlotTemplate } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { clockOf } from '../../format/minutes.ts'
import { useLanguage } from '../../i18n/language.ts'
import { AskTwice } from '../../ui/ask-twice.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { ChangeNotice } from '../change-notice.tsx'
import { OperatorFrame } from '../operator-frame.tsx'
import { OperatorTable } from '../operator-table.tsx'
import { useReader } from '../reader.ts'
import { useChange } from '../use-change.ts'
import { DaySlots } from './day-slots.tsx'
import { TemplateEditor } from './template-editor.tsx'

interface TemplateLineProps {
  template: SlotTemplate
  token: string
  /** One is being edited: what is typed there must not get lost. */
  isBusy: boolean
  onChange: () => void
}

const TemplateLine = ({ template, token, isBusy, onChange }: TemplateLineProps) => {
  const { t } = useLanguage()
  const { delivery } = t.operator
  const words = delivery.slots
  const api = useApi()
  const removal = useChange(() => api.removeSlotTemplate(token, template), ['slot-templates', 'slots-of-day'])
  const { weekdays, startsMinute, endsMinute, cutoffMinutes, capacity } = template
  const days = weekdays.toSorted().map((day) => delivery.weekdays[day - 1])
  return (
    <tr data-testid="template" data-template={template.id}>
      <td>{`${clockOf(startsMinute)}–${clockOf(endsMinute)}`}</td>
      <td>{days.length === 7 ? `${days[0]}–${days[6]}` : days.join(', ')}</td>
      <td data-column={words.columns.cutoff}>{words.cutoff(cutoffMinutes)}</td>
      <td data-column={words.columns.capacity}>{capacity ?? words.unbounded}</td>
      <td className="courier-day-change">
        <div className="row">
          <button type="button" className="button" data-testid="change-template" disabled={isBusy} onClick={onChange}>
            {delivery.change}
          </button>
          <AskTwice
            label={words.remove}
            sure={words.removeSure}
            testId="remove-template"
            isPending={removal.isPending}
            onSure={removal.mutate}
          />
        </div>
        <ChangeNotice error={removal.error} />
      </td>
    </tr>
  )
}

const Templates = ({ templates, token }: { templates: readonly SlotTemplate[]; token: string }) => {
  const { t } = useLanguage()
  const words = t.operator.delivery.slots
  const { window, days, cutoff, capacity } = words.columns
  // The id of a window; empty: a new one.
  const [edited, setEdited] = useState<string>()
  return (
    <>
      <section className="panel" aria-labelledby="windows">
        <h2 id="windows">{words.windows}</h2>
        {templates.length === 0 && <Empty title={words.none} />}
        {templates.length > 0 && (
          <OperatorTable stacks columns={[window, days, cutoff, capacity, '']}>
            {templates.map((template) => (
              <TemplateLine
                key={template.id}
                template={template}
                token={token}
                isBusy={edited !== undefined}
                onChange={() => setEdited(template.id)}
              />
            ))}
          </OperatorTable>
        )}
        <p className="dispatch-actions">
          <button
            type="button"
            className="button"
            data-testid="new-template"
            disabled={edited !== undefined}
            onClick={() => setEdited('')}
          >
            {words.addWindow}
          </button>
        </p>
      </section>
      {edited !== undefined && (
        <TemplateEditor
          key={edited}
          template={templates.find(({ id }) => id === edited)}
          token={token}
          onDone={() => setEdited(undefined)}
        />
      )}
    </>
  )
}

const Slots = ({ token }: { token: string }) => {
  const api = useApi()
  const reader = useReader()
  const query = useQuery({
    queryKey: ['slot-templates', reader],
    queryFn: ({ signal }) => api.slotTemplates(token, signal),
  })
  return (
    <div className="dispatch-day">
      <Loaded query={query}>{({ templates }) => <Templates templates={templates} token={token} />}</Loaded>
      <DaySlots token={token} />
    </div>
  )
}

/** When the shop delivers: windows of every week, and the slots of a day. */
export const SlotsPage = () => {
  const { t } = useLanguage()
  return <OperatorFrame title={t.operator.delivery.slots.title}>{(token) => <Slots token={token} />}</OperatorFrame>
}
