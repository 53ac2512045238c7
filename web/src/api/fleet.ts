import type {
  CourierSettings,
  Depot,
  DepotSettings,
  EndedTrip,
  FleetCourier,
  OperatorSlot,
  OperatorZone,
  OtherCourierDays,
  ShownProof,
  SlotSettings,
  SlotTemplate,
  SlotTemplateSettings,
  TripEnd,
  ZoneChange,
} from './answers.ts'
import type { Call, Client } from './client.ts'

const segment = encodeURIComponent
const delivery = '/operator/delivery'

/** What is changed is named by the revision that was seen: who was slower is told, and undoes nothing. */
const change = (
  token: string,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
  revision?: number,
): Call => ({
  method,
  path,
  ...(body && { json: JSON.stringify(body) }),
  headers: {
    authorization: `Bearer ${token}`,
    ...(revision !== undefined && { 'if-match': `"${revision}"` }),
  },
})

/** Calls of operators about who delivers, when, and where. */
export const fleetApi = ({ request }: Client) => {
  const read = <T>(token: string, path: string, signal?: AbortSignal) =>
    request<T>({ path, headers: { authorization: `Bearer ${token}` }, ...(signal && { signal }) })
  return {
    courier: (token: string, courierId: string, signal?: AbortSignal) =>
      read<FleetCourier>(token, `/operator/couriers/${segment(courierId)}`, signal),
    addCourier: (token: string, settings: CourierSettings) =>
      request<FleetCourier>(change(token, 'POST', '/operator/couriers', settings)),
    changeCourier: (token: string, { id, revision }: FleetCourier, settings: CourierSettings) =>
      request<FleetCourier>(change(token, 'PUT', `/operator/couriers/${segment(id)}`, settings, revision)),
    removeCourier: (token: string, { id, revision }: FleetCourier) =>
      request<unknown>(change(token, 'DELETE', `/operator/couriers/${segment(id)}`, undefined, revision)),
    depots: (token: string, signal?: AbortSignal) => read<{ depots: Depot[] }>(token, `${delivery}/depots`, signal),
    addDepot: (token: string, depot: DepotSettings & { id: string }) =>
      request<Depot>(change(token, 'POST', `${delivery}/depots`, depot)),
    changeDepot: (token: string, { id, revision }: Depot, settings: DepotSettings) =>
      request<Depot>(change(token, 'PUT', `${delivery}/depots/${segment(id)}`, settings, revision)),
    removeDepot: (token: string, { id, revision }: Depot) =>
      request<unknown>(change(token, 'DELETE', `${delivery}/depots/${segment(id)}`, undefined, revision)),
    slotTemplates: (token: string, signal?: AbortSignal) =>
      read<{ templates: SlotTemplate[] }>(token, `${delivery}/slot-templates`, signal),
    addSlotTemplate: (token: string, settings: SlotTemplateSettings) =>
      request<SlotTemplate>(change(token, 'POST', `${delivery}/slot-templates`, settings)),
    changeSlotTemplate: (token: string, { id, revision }: SlotTemplate, settings: SlotTemplateSettings) =>
      request<SlotTemplate>(change(token, 'PUT', `${delivery}/slot-templates/${segment(id)}`, settings, revision)),
    removeSlotTemplate: (token: string, { id, revision }: SlotTemplate) =>
      request<unknown>(change(token, 'DELETE', `${delivery}/slot-templates/${segment(id)}`, undefined, revision)),
    slotsOfDay: (token: string, date: string, signal?: AbortSignal) =>
      read<{ slots: OperatorSlot[] }>(token, `${delivery}/days/${segment(date)}/slots`, signal),
    changeSlot: (token: string, { id, revision }: OperatorSlot, settings: SlotSettings) =>
      request<OperatorSlot>(change(token, 'PUT', `${delivery}/slots/${segment(id)}`, settings, revision)),
    zones: (token: string, signal?: AbortSignal) => read<{ zones: OperatorZone[] }>(token, `${delivery}/zones`, signal),
    addZone: (token: string, zone: ZoneChange & { id: string }) =>
      request<OperatorZone>(change(token, 'POST', `${delivery}/zones`, zone)),
    changeZone: (token: string, { id, revision }: OperatorZone, wanted: ZoneChange) =>
      request<OperatorZone>(change(token, 'PUT', `${delivery}/zones/${segment(id)}`, wanted, revision)),
    removeZone: (token: string, { id, revision }: OperatorZone) =>
      request<unknown>(change(token, 'DELETE', `${delivery}/zones/${segment(id)}`, undefined, revision)),
    endTrip: (token: string, routeId: string, end: TripEnd) =>
      request<EndedTrip>(change(token, 'PUT', `${delivery}/trips/${segment(routeId)}/end`, end)),
    settleRefusedStep: (token: string, id: string) =>
      request<unknown>(change(token, 'PUT', `${delivery}/refused-steps/${segment(id)}/settled`)),
    refusedProof: (token: string, id: string, signal?: AbortSignal) =>
      read<ShownProof>(token, `${delivery}/refused-steps/${segment(id)}/proof`, signal),
    otherDays: (token: string, courierId: string, signal?: AbortSignal) =>
      read<OtherCourierDays>(token, `/operator/couriers/${segment(courierId)}/days`, signal),
    deliveryProof: (token: string, orderId: string, signal?: AbortSignal) =>
      read<ShownProof>(token, `/operator/orders/${segment(orderId)}/delivery-proof`, signal),
  }
}
