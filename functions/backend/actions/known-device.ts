import { currentKey, withKeys } from '@korob/platform/shared-key'
import { deviceOf, writeDeviceToken } from '../domain/device-token.ts'

const tokenKey = 'TOKEN_SECRET_ARN'

/** The token of a device on which a phone was just proven. */
export const newDeviceToken = async (phone: string): Promise<string> =>
  writeDeviceToken(phone, await currentKey(tokenKey))

/** The device that a token names, if this phone was proven there. */
export const knownDevice = (token: string, phone: string): Promise<string | undefined> =>
  withKeys(tokenKey, (key) => deviceOf(token, phone, key))
