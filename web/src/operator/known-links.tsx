import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { OperatorOrder } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { Loaded } from '../ui/states.tsx'
import { useReader } from './reader.ts'

/** Links that were made to an order, or to all orders of its phone: when and why, and whether they work. Never the links. */
export const KnownLinks = ({ order, token }: { order: OperatorOrder; token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const api = useApi()
  const reader = useReader()
  const [ofPhone, setOfPhone] = useState(false)
  const of = ofPhone ? { phone: order.contact.phone } : { orderId: order.orderId }
  const query = useQuery({
    queryKey: ['order-links', order.orderId, ofPhone, reader],
    queryFn: ({ signal }) => api.orderLinks(token, of, signal),
  })
  const { links: words } = t.operator
  const at = (instant: string) => dayAndTime(instant, language, timeZone)
  return (
    <>
      <label className="check">
        <input type="checkbox" checked={ofPhone} onChange={(event) => setOfPhone(event.target.checked)} />
        {words.ofPhone(order.contact.phone)}
      </label>
      <Loaded query={query}>
        {({ links }) => (
          <table>
            <thead>
              <tr>
                {ofPhone && <th>{words.order}</th>}
                <th>{words.issued}</th>
                <th>{words.source}</th>
                <th>{words.state}</th>
              </tr>
            </thead>
            <tbody>
              {links.map((link) => (
                <tr key={`${link.orderId} ${link.issuedAt}`} data-testid="known-link" data-state={link.state}>
                  {ofPhone && (
                    <td>
                      <Link to={`/operator/${link.orderId}`}>{link.number}</Link>
                    </td>
                  )}
                  <td>{at(link.issuedAt)}</td>
                  <td>{words.sources[link.source]}</td>
                  <td>
                    {link.state === 'revoked'
                      ? words.isRevoked(link.revokedAt === null ? undefined : at(link.revokedAt))
                      : words.ends(at(link.expiresAt))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </>
  )
}
