export type TwilioErrorBody = { code: number; message: string; more_info: string; status: number }

/** A refusal in Twilio's words. https://www.twilio.com/docs/api/errors */
export class TwilioError extends Error {
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, message: string) {
    super(message)
    this.name = 'TwilioError'
    this.status = status
    this.code = code
  }

  body(): TwilioErrorBody {
    return {
      code: this.code,
      message: this.message,
      more_info: `https://www.twilio.com/docs/errors/${this.code}`,
      status: this.status,
    }
  }
}

export const refusals = {
  authenticate: () => new TwilioError(401, 20003, 'Authenticate'),
  methodNotAllowed: () => new TwilioError(405, 20004, 'Method not allowed'),
  notFinished: () => new TwilioError(409, 20009, 'Cannot delete this resource before it is complete'),
  notFound: (path: string) => new TwilioError(404, 20404, `The requested resource ${path} was not found`),
  tooManyRequests: () => new TwilioError(429, 20429, 'Too Many Requests'),
  unavailable: () => new TwilioError(503, 20503, 'Service Unavailable'),
  badPageSize: () => new TwilioError(400, 20001, 'Page size must be an integer between 1 and 1000'),
  badDate: (raw: string) => new TwilioError(400, 20001, `DateSent is not a date: ${raw}`),
  invalidTo: (to: string) => new TwilioError(400, 21211, `Invalid 'To' Phone Number: ${to}`),
  invalidFrom: (from: string) =>
    new TwilioError(
      400,
      21212,
      `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
    ),
  bodyRequired: () => new TwilioError(400, 21602, 'Message body is required.'),
  fromRequired: () => new TwilioError(400, 21603, "A 'From' phone number is required."),
  toRequired: () => new TwilioError(400, 21604, "A 'To' phone number is required."),
  badCallback: (url: string) => new TwilioError(400, 21609, `The 'StatusCallback' URL ${url} is not a valid URL.`),
  tooLong: () => new TwilioError(400, 21617, 'The concatenated message body exceeds the 1600 character limit'),
  badValidityPeriod: () => new TwilioError(400, 21624, 'Invalid validity period value'),
  badMessagingService: () => new TwilioError(400, 21701, 'The Messaging Service does not exist.'),
  badUpdate: () => new TwilioError(400, 20001, 'Only an empty Body or Status=canceled can be posted to a message'),
}

/** What Twilio's own test numbers answer. https://www.twilio.com/docs/iam/test-credentials#test-sms-messages */
export function refusalOfTestNumber(to: string): TwilioError | undefined {
  switch (to) {
    case '+15005550001':
      return refusals.invalidTo(to)
    case '+15005550002':
      return new TwilioError(
        400,
        21612,
        `The 'To' phone number: ${to}, is not currently reachable using the 'From' phone number via SMS.`,
      )
    case '+15005550003':
      return new TwilioError(
        400,
        21408,
        `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${to}.`,
      )
    case '+15005550004':
      return new TwilioError(400, 21610, 'Attempt to send to unsubscribed recipient')
    case '+15005550009':
      return new TwilioError(400, 21614, `'To' number is not a valid mobile number: ${to}`)
    default:
      return undefined
  }
}
