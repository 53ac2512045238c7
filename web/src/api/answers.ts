import type { components, operations } from './openapi.d.ts'

/** What the API takes and answers, by the names the page has for it. */

type Schemas = components['schemas']

/** What an error of this code tells, besides what every problem has. */
type Details<Problem> = Omit<Problem, keyof Schemas['Problem']>

export type Language = Schemas['Language']
export type Localized = Schemas['Localized']
export type ErrorCode = Schemas['Problem']['code']
export type FieldError = Schemas['FieldError']

export type SearchQuery = NonNullable<operations['searchProducts']['parameters']['query']>
export type SearchPage = Schemas['SearchPage']
export type Hit = Schemas['SearchHit']
export type Suggestions = Schemas['Suggestions']
export type AttributeFacet = Schemas['AttributeFacet']
export type Facets = Schemas['Facets']
export type CategoryName = Schemas['CategoryName']
export type Availability = Schemas['Availability']
export type Product = Schemas['Product']
export type ProductAttribute = Schemas['ProductAttribute']

export type QuoteRequest = Schemas['QuoteRequest']
export type Quote = Schemas['Quote']
export type QuoteLine = Schemas['QuoteLine']
export type SavedCart = Schemas['SavedCart']
export type CartToSave = Schemas['CartToSave']
export type QuotedSlots = Schemas['QuotedSlots']
export type CheckoutRequest = Schemas['CheckoutRequest']
export type PlacedOrder = Schemas['PlacedOrder']
/** `price_changed`: what the order costs now. */
export type PriceChange = Details<Schemas['PriceChangedProblem']>
/** `out_of_stock`: a line that can't be had in full. */
export type ShortItem = Schemas['ShortItem']

export type OrderView = Schemas['Order']
export type OrderStatus = Schemas['OrderStatus']

export type Slots = Schemas['Slots']
export type TrackedSlots = Schemas['TrackedSlots']
export type Slot = Schemas['Slot']
export type Tracking = Schemas['Tracking']
export type TrackingStatus = Schemas['TrackingStatus']
export type CourierDay = Schemas['CourierDay']
export type CourierRoute = Schemas['CourierRoute']
export type CourierStop = Schemas['CourierStop']

export type Role = Schemas['Role']
export type CodeSent = Schemas['CodeSent']
export type SignInRequest = Schemas['SignIn']
export type SpareSignIn = Schemas['SpareSignIn']
export type CodeRequest = Schemas['CodeRequest']
export type SessionAnswer = Schemas['Session']
export type NewSessionAnswer = Schemas['NewSession']
export type Profile = Schemas['Profile']
export type MessageSettings = Schemas['MessageSettings']
export type MessageSettingsChange = Schemas['MessageSettingsChange']
export type ProfileChange = Schemas['ProfileChange']
export type PersonalData = Schemas['PersonalData']
export type OrderList = Schemas['OrderList']
export type OrderLink = Schemas['OrderLink']

export type FailureReason = Schemas['FailureReason']
export type StepTaken = NonNullable<Schemas['StepTaken']>
export type FailedStop = Schemas['FailedStop']
export type DeliveredStop = Schemas['DeliveredStop']
export type AnnouncedPhoto = Schemas['AnnouncedPhoto']
export type PhotoUpload = Schemas['PhotoUpload']
export type DutyChange = Schemas['DutyChange']
export type ReportedPositions = Schemas['ReportedPositions']

export type CancelRequest = NonNullable<operations['cancelOrder']['requestBody']>['content']['application/json']

export type OrderQuery = NonNullable<operations['searchOrders']['parameters']['query']>
export type KnownLinks = Schemas['KnownLinks']
export type OrderPage = Schemas['OrderPage']
export type OperatorOrder = Schemas['OperatorOrder']
export type Trail = Schemas['Trail']

export type StaffRole = Schemas['StaffRole']
export type Member = Schemas['Member']
export type Staff = Schemas['Staff']
export type EndedSessions = Schemas['EndedSessions']
export type ChangedCourierDay = Schemas['ChangedCourierDay']
export type CourierOnDuty = Schemas['CourierOnDuty']
export type DispatchDay = Schemas['DispatchDay']
export type DispatchStop = Schemas['DispatchStop']
export type DispatchTrip = Schemas['DispatchTrip']
export type EndedTrip = Schemas['EndedTrip']
export type OtherCourierDays = Schemas['OtherCourierDays']
export type RefusedStep = Schemas['RefusedStep']
export type TripEnd = Schemas['TripEnd']
export type Fleet = Schemas['Fleet']
export type MovedDelivery = Schemas['MovedDelivery']
export type CourierSettings = Schemas['CourierSettings']
export type CourierWeekDay = Schemas['CourierWeekDay']
export type FleetCourier = Schemas['FleetCourier']
export type Depot = Schemas['Depot']
export type DepotNeeds = Details<Schemas['DepotInUseProblem']>
export type DepotSettings = Schemas['DepotSettings']
export type SlotTemplate = Schemas['SlotTemplate']
export type SlotTemplateSettings = Schemas['SlotTemplateSettings']
export type OperatorSlot = Schemas['OperatorSlot']
export type SlotSettings = Schemas['SlotSettings']
export type OperatorZone = Schemas['OperatorZone']
export type ZoneChange = Schemas['DeliveryZoneChange']
export type WeightStep = Schemas['WeightStep']
export type ShownProof = Schemas['ShownProof']
export type UnassignedDelivery = Schemas['UnassignedDelivery']
export type Invitation = Schemas['Invitation']

export type AuditQuery = NonNullable<operations['readAuditLog']['parameters']['query']>
export type TrailQuery = NonNullable<operations['readTrail']['parameters']['query']>
export type OutboxQuery = NonNullable<operations['listOutbox']['parameters']['query']>
export type OutboxRow = Schemas['OutboxRow']
export type OutboxRows = Schemas['OutboxRows']
export type ReplayRequest = NonNullable<operations['replayOutbox']['requestBody']>['content']['application/json']
export type Replayed = Schemas['Replay']
export type RevokedLinks = Schemas['LinksRevoked']
export type AuditPage = Schemas['AuditPage']
export type AuditEntry = Schemas['AuditEntry']
