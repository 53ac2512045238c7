import { createContext, useContext } from 'react'
import type {
  AnnouncedPhoto,
  AuditPage,
  AuditQuery,
  CancelRequest,
  CartToSave,
  CategoryName,
  ChangedCourierDay,
  CodeRequest,
  CodeSent,
  CourierDay,
  DeliveredStop,
  DispatchDay,
  DutyChange,
  EndedSessions,
  FailedStop,
  Fleet,
  Invitation,
  KnownLinks,
  Language,
  Member,
  MessageSettings,
  MessageSettingsChange,
  MovedDelivery,
  NewSessionAnswer,
  OperatorOrder,
  OrderLink,
  OrderList,
  OrderPage,
  OrderQuery,
  OrderView,
  OutboxQuery,
  OutboxRows,
  PersonalData,
  PhotoUpload,
  PlacedOrder,
  Product,
  Profile,
  ProfileChange,
  Quote,
  QuoteRequest,
  Replayed,
  ReplayRequest,
  ReportedPositions,
  RevokedLinks,
  Role,
  SavedCart,
  SearchPage,
  SearchQuery,
  SessionAnswer,
  SignInRequest,
  Slots,
  SpareSignIn,
  Staff,
  StepTaken,
  Suggestions,
  TrackedSlots,
  Tracking,
  Trail,
  TrailQuery,
} from './answers.ts'
import { type Call, type ClientOptions, createClient } from './client.ts'
import { fleetApi } from './fleet.ts'

/** The function's own limit is 15 s, the gateway's 29 s. */
const placeOrderTimeoutMs = 20_000

interface OrderToPlace {
  /** Idempotency-Key. */
  key: string
  json: string
  insteadOf?: readonly string[] | undefined
}

const refreshTimeoutMs = 6_000

const segment = encodeURIComponent
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const courierPost = (token: string, path: string, body: object): Call => ({
  method: 'POST',
  path: `/courier${path}`,
  headers: bearer(token),
  json: JSON.stringify(body),
})

/** With what the phone's clock shows, so that the shop knows how far off the times are that it dates. */
const courierTells = (token: string, path: string, body: object): Call =>
  courierPost(token, path, { ...body, sentAt: new Date().toISOString() })

/** The shop's endpoints. */
export const createApi = (options: ClientOptions) => {
  const client = createClient(options)
  const { request, poll } = client
  return {
    ...fleetApi(client),
    search: (query: SearchQuery, signal?: AbortSignal) => request<SearchPage>({ path: '/search', query, signal }),
    suggest: (query: { q: string; lang: Language; limit?: number }, signal?: AbortSignal) =>
      request<Suggestions>({ path: '/suggest', query, signal }),
    product: (slug: string, signal?: AbortSignal) => request<Product>({ path: `/products/${segment(slug)}`, signal }),
    /** The category that is, or once was, at this path. */
    categoryAt: (path: string, signal?: AbortSignal) =>
      request<CategoryName>({ path: '/categories/at', query: { path }, signal }),
    quote: (body: QuoteRequest, signal?: AbortSignal) =>
      request<Quote>({ method: 'POST', path: '/quotes', json: JSON.stringify(body), signal }),
    slots: (signal?: AbortSignal) => poll<Slots>({ path: '/delivery/slots', signal }),
    cart: (token: string) => request<SavedCart>({ path: '/cart', headers: bearer(token) }),
    /** In place of the revision that was seen. @throws ApiProblem precondition_failed when it is another by now */
    saveCart: (token: string, cart: CartToSave, revision: number) =>
      request<SavedCart>({
        method: 'PUT',
        path: '/cart',
        json: JSON.stringify(cart),
        headers: { ...bearer(token), 'if-match': `"${revision}"` },
      }),
    /**
     * For the account of the token, or for a guest.
     * @param insteadOf keys of earlier requests of the cart's, whose answers never came
     */
    placeOrder: ({ key, json, insteadOf }: OrderToPlace, accessToken?: string) =>
      request<PlacedOrder>({
        method: 'POST',
        path: '/orders',
        json,
        headers: {
          'idempotency-key': key,
          ...(insteadOf?.length && { 'replaces-idempotency-key': insteadOf.join(' ') }),
          ...(accessToken !== undefined && bearer(accessToken)),
        },
        timeoutMs: placeOrderTimeoutMs,
      }),
    order: (orderId: string, token: string, signal?: AbortSignal) =>
      poll<OrderView>({ path: `/orders/${segment(orderId)}`, headers: { 'x-order-token': token }, signal }),
    /** The same for the account that ordered. */
    ownOrder: (orderId: string, accessToken: string, signal?: AbortSignal) =>
      poll<OrderView>({ path: `/orders/${segment(orderId)}`, headers: bearer(accessToken), signal }),
    ownOrders: (accessToken: string, cursor: string | undefined, signal?: AbortSignal) =>
      request<OrderList>({ path: '/orders', query: { cursor }, headers: bearer(accessToken), signal }),
    orderLink: (number: string, phone: string) =>
      request<OrderLink>({ method: 'POST', path: '/order-links', json: JSON.stringify({ number, phone }) }),
    askCode: (asked: CodeRequest) =>
      request<CodeSent>({ method: 'POST', path: '/sign-ins', json: JSON.stringify(asked) }),
    signIn: (given: SignInRequest) =>
      request<NewSessionAnswer>({ method: 'POST', path: '/session', json: JSON.stringify(given) }),
    signInWithSpare: (given: SpareSignIn) =>
      request<NewSessionAnswer>({ method: 'POST', path: '/session/spare-code', json: JSON.stringify(given) }),
    // Asked again by whoever needs it, within the time that the shop gives to who has lost the answer.
    refresh: (role: Role) =>
      request<SessionAnswer>({
        method: 'POST',
        path: '/session/refresh',
        json: JSON.stringify({ role }),
        timeoutMs: refreshTimeoutMs,
      }),
    signOut: () => request<unknown>({ method: 'DELETE', path: '/session' }),
    signOutEverywhere: (token: string) =>
      request<unknown>({ method: 'DELETE', path: '/sessions', headers: bearer(token) }),
    profile: (token: string) => request<Profile>({ path: '/profile', headers: bearer(token) }),
    changeProfile: (token: string, change: ProfileChange) =>
      request<Profile>({ method: 'PATCH', path: '/profile', json: JSON.stringify(change), headers: bearer(token) }),
    messageSettings: (token: string) => request<MessageSettings>({ path: '/profile/messages', headers: bearer(token) }),
    changeMessageSettings: (token: string, change: MessageSettingsChange) =>
      request<MessageSettings>({
        method: 'PUT',
        path: '/profile/messages',
        json: JSON.stringify(change),
        headers: bearer(token),
      }),
    deleteProfile: (token: string) =>
      request<unknown>({ method: 'DELETE', path: '/profile', headers: bearer(token), timeoutMs: placeOrderTimeoutMs }),
    exportProfile: (token: string) => request<PersonalData>({ path: '/profile/export', headers: bearer(token) }),
    /** By the account that ordered, or by who knows the cart that a guest ordered. */
    cancelOrder: (orderId: string, body: CancelRequest, accessToken?: string) =>
      request<OrderView>({
        method: 'POST',
        path: `/orders/${segment(orderId)}/cancellation`,
        json: JSON.stringify(body),
        ...(accessToken !== undefined && { headers: bearer(accessToken) }),
      }),
    tracking: (token: string, signal?: AbortSignal) => poll<Tracking>({ path: `/tracking/${segment(token)}`, signal }),
    trackedSlots: (token: string, signal?: AbortSignal) =>
      request<TrackedSlots>({ path: `/tracking/${segment(token)}/slots`, signal }),
    chooseTrackedSlot: (token: string, slotId: string) =>
      request<Tracking>({
        method: 'PUT',
        path: `/tracking/${segment(token)}/slot`,
        json: JSON.stringify({ slotId }),
      }),
    declineTrackedSlot: (token: string) =>
      request<Tracking>({ method: 'POST', path: `/tracking/${segment(token)}/cancellation` }),
    courierDay: (token: string, signal?: AbortSignal) =>
      poll<CourierDay>({ path: '/courier/route', headers: bearer(token), signal }),
    depart: (token: string, routeId: string, body: StepTaken & { planVersion?: number }) =>
      request<unknown>(courierTells(token, `/routes/${segment(routeId)}/departed`, body)),
    handOver: (token: string, stopId: string, body: StepTaken) =>
      request<unknown>(courierTells(token, `/stops/${segment(stopId)}/handed-over`, body)),
    deliver: (token: string, stopId: string, body: DeliveredStop) =>
      request<unknown>(courierTells(token, `/stops/${segment(stopId)}/delivered`, body)),
    failStop: (token: string, stopId: string, body: FailedStop) =>
      request<unknown>(courierTells(token, `/stops/${segment(stopId)}/failed`, body)),
    announcePhoto: (token: string, stopId: string, body: AnnouncedPhoto) =>
      request<PhotoUpload>(courierPost(token, `/stops/${segment(stopId)}/photos`, body)),
    changeDuty: (token: string, body: DutyChange) =>
      request<unknown>({ ...courierTells(token, '/duty', body), method: 'PUT' }),
    reportPositions: (token: string, body: ReportedPositions) =>
      request<unknown>(courierTells(token, '/positions', body)),
    operatorOrders: (token: string, query: OrderQuery, signal?: AbortSignal) =>
      request<OrderPage>({ path: '/operator/orders', query, headers: bearer(token), signal }),
    operatorOrder: (token: string, orderId: string, signal?: AbortSignal) =>
      poll<OperatorOrder>({ path: `/operator/orders/${segment(orderId)}`, headers: bearer(token), signal }),
    /** Of an order, or of a request. */
    operatorTrail: (token: string, query: TrailQuery, signal?: AbortSignal) =>
      request<Trail>({ path: '/operator/trail', query, headers: bearer(token), signal }),
    outbox: (token: string, query: OutboxQuery, signal?: AbortSignal) =>
      request<OutboxRows>({ path: '/operator/outbox', query, headers: bearer(token), signal }),
    replayOutbox: (token: string, which: ReplayRequest) =>
      request<Replayed>({
        method: 'POST',
        path: '/operator/outbox/replays',
        headers: bearer(token),
        json: JSON.stringify(which),
      }),
    orderLinks: (token: string, query: { orderId: string } | { phone: string }, signal?: AbortSignal) =>
      request<KnownLinks>({ path: '/operator/order-links', query, headers: bearer(token), signal }),
    revokeOrderLinks: (token: string, orderId: string) =>
      request<RevokedLinks>({
        method: 'DELETE',
        path: `/operator/orders/${segment(orderId)}/links`,
        headers: bearer(token),
      }),
    staff: (token: string, signal?: AbortSignal) =>
      request<Staff>({ path: '/operator/staff', headers: bearer(token), signal }),
    inviteMember: (token: string, invitation: Invitation) =>
      request<Member>({
        method: 'POST',
        path: '/operator/staff',
        headers: bearer(token),
        json: JSON.stringify(invitation),
      }),
    removeMember: (token: string, memberId: string) =>
      request<unknown>({ method: 'DELETE', path: `/operator/staff/${segment(memberId)}`, headers: bearer(token) }),
    endMemberSessions: (token: string, memberId: string) =>
      request<EndedSessions>({
        method: 'DELETE',
        path: `/operator/staff/${segment(memberId)}/sessions`,
        headers: bearer(token),
      }),
    couriers: (token: string, signal?: AbortSignal) =>
      request<Fleet>({ path: '/operator/couriers', headers: bearer(token), signal }),
    deliveryDay: (token: string, date: string, signal?: AbortSignal) =>
      poll<DispatchDay>({ path: `/operator/delivery/days/${segment(date)}`, headers: bearer(token), signal }),
    moveDelivery: (token: string, deliveryId: string, courierId: string) =>
      request<MovedDelivery>({
        method: 'PUT',
        path: `/operator/delivery/deliveries/${segment(deliveryId)}/courier`,
        headers: bearer(token),
        json: JSON.stringify({ courierId }),
      }),
    /** Other hours on one day; null: the courier does not work then. */
    setHours: (
      token: string,
      courierId: string,
      date: string,
      hours: { startsMinute: number; endsMinute: number } | null,
    ) =>
      request<ChangedCourierDay>({
        method: 'PUT',
        path: `/operator/couriers/${segment(courierId)}/days/${segment(date)}`,
        headers: bearer(token),
        json: JSON.stringify({ hours }),
      }),
    /** The courier works that day as every week. */
    restoreDuty: (token: string, courierId: string, date: string) =>
      request<ChangedCourierDay>({
        method: 'DELETE',
        path: `/operator/couriers/${segment(courierId)}/days/${segment(date)}`,
        headers: bearer(token),
      }),
    audit: (token: string, query: AuditQuery, signal?: AbortSignal) =>
      request<AuditPage>({ path: '/operator/audit', query, headers: bearer(token), signal }),
    /** One of an order's actions, by the last part of its path. */
    operate: (token: string, orderId: string, action: string, body: object) =>
      request<OperatorOrder>({
        method: 'POST',
        path: `/operator/orders/${segment(orderId)}/${action}`,
        headers: bearer(token),
        json: JSON.stringify(body),
      }),
  }
}

export type Api = ReturnType<typeof createApi>

const ApiContext = createContext<Api | undefined>(undefined)
export const ApiProvider = ApiContext.Provider

export const useApi = (): Api => {
  const api = useContext(ApiContext)
  if (!api) throw new Error('there is no ApiProvider around this')
  return api
}
