import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { MessageSettings } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { describeError, Loaded } from '../ui/states.tsx'
import { useSession, useSessionState } from './session.ts'

const About = ({ settings }: { settings: MessageSettings }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const { stoppedAt, stoppedBy, resumeBy, blockedByShop } = settings
  const { messages } = t.account
  const since = stoppedAt && dayAndTime(stoppedAt, language, timeZone)
  return (
    <>
      {since && (
        <p className="muted small" data-testid="messages-stopped">
          {stoppedBy === 'phone' ? messages.stoppedByPhone(since) : messages.stoppedHere(since)}
        </p>
      )}
      {resumeBy === 'phone' && (
        <p className="notice notice-warning" role="status" data-testid="resume-by-phone">
          {messages.resumeByPhone('START')}
        </p>
      )}
      {blockedByShop && (
        <p className="notice notice-warning" role="status">
          {messages.blocked}
        </p>
      )}
    </>
  )
}

/** Whether texts about orders come. The switch stands as the shop says, and moves only once that is so. */
export const MessagesOfOrders = () => {
  const { t } = useLanguage()
  const api = useApi()
  const session = useSession()
  const queries = useQueryClient()
  const key = ['messages', useSessionState().id]
  const query = useQuery({ queryKey: key, queryFn: () => session.as('shopper', api.messageSettings), gcTime: 0 })
  const changing = useMutation({
    mutationFn: (orders: boolean) => session.as('shopper', (token) => api.changeMessageSettings(token, { orders })),
    onMutate: () => queries.cancelQueries({ queryKey: key }),
    onSuccess: (settings) => queries.setQueryData(key, settings),
    onError: () => queries.invalidateQueries({ queryKey: key }),
  })
  return (
    <section className="panel sections" aria-labelledby="messages">
      <h2 id="messages">{t.account.messages.title}</h2>
      <Loaded query={query}>
        {(settings) => (
          <>
            <label className="check">
              <input
                type="checkbox"
                role="switch"
                aria-checked={settings.orders}
                data-testid="order-texts"
                checked={settings.orders}
                aria-busy={changing.isPending}
                disabled={changing.isPending || settings.resumeBy === 'phone'}
                onChange={(event) => changing.mutate(event.target.checked)}
              />
              <span>{t.account.messages.orders(settings.phone)}</span>
            </label>
            <p className="muted small">{t.account.messages.hint}</p>
            <About settings={settings} />
          </>
        )}
      </Loaded>
      {changing.isError && (
        <p className="notice notice-bad" role="alert" data-testid="messages-not-saved">
          {t.account.messages.notSaved} {describeError(changing.error, t)}
        </p>
      )}
    </section>
  )
}
