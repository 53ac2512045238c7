/**
 * After so many days without its owner a number may have gone to somebody else: networks take back what isn't used for some
 * three to six months, and give it away again after as long.
 */
export const idleAccountDays = 180

/** Seen is written down once a day. */
export const seenEveryMs = 24 * 3600 * 1000

/**
 * Whether who proves the phone is taken for who had the account. After long without that takes a device on which the phone was
 * proven before; the phone alone does not.
 */
export const isSamePerson = (seenAt: Date, isKnownDevice: boolean, now: Date): boolean =>
  isKnownDevice || now.getTime() - seenAt.getTime() < idleAccountDays * 24 * 3600 * 1000

/**
 * Who works for the shop is seen often, and a role opens more than an account does: it ends with less. A number that its owner
 * gave up may be another's within two months.
 */
export const idleStaffDays = 45

/** Whether who proves the phone keeps the account's roles. */
export const isSameStaff = (seenAt: Date, isKnownDevice: boolean, now: Date): boolean =>
  isKnownDevice || now.getTime() - seenAt.getTime() < idleStaffDays * 24 * 3600 * 1000
