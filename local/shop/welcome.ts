import { operatorLink } from './courier-link.ts'
import { seconds } from './progress.ts'
import type { Shop } from './shop.ts'

/** What to open, once all runs. */
export function welcome(shop: Shop, courierLink: string, tookMs: number): string {
  const { rabbitMq, openSearch } = shop.engines
  const lines = [
    ['shop', shop.url],
    ['courier', courierLink],
    ['operator', `${operatorLink(shop.url)}   (its code comes to the SMS inbox)`],
    ['API', `${shop.url}/api/docs`],
    ['SMS inbox', shop.sms?.url ?? '(SMS_GATEWAY_URL)'],
    ['RabbitMQ console', `${rabbitMq.consoleUrl}   login ${rabbitMq.user} / ${rabbitMq.password}`],
    ['search', openSearch ? `OpenSearch ${openSearch.version}` : 'PostgreSQL (there is no OpenSearch here)'],
  ]
  const table = lines.map(([name = '', value]) => `  ${name.padEnd(18)}${value}`).join('\n')
  return `\nKorob is ready after ${seconds(tookMs).trim()}.\n\n${table}\n\nCtrl-C stops it.`
}
