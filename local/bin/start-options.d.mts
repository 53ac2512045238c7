export type PortName = 'web' | 'api' | 'sms' | 'postgres' | 'rabbitMq' | 'rabbitMqConsole' | 'openSearch' | 'aws'
export const ports: Readonly<
  Record<PortName, { readonly default: number; readonly setting: string; readonly flag: string; readonly use: string }>
>
export const usage: string
