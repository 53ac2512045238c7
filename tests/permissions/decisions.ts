export const actors = ['anonymous', 'shopper', 'otherShopper', 'courier', 'otherCourier', 'operator'] as const
export type ActorName = (typeof actors)[number]

/**
 * Who may do what: a row for each endpoint, a column for each actor. The order, the trip and its stop that the paths name
 * are the shopper's and the courier's; the "other" ones are their likes.
 * `may`: let through, whatever comes of it. 404: told exactly like something that isn't there.
 */
// biome-ignore format: a table is read by its columns
export const decisions: Readonly<Record<string, string>> = {
  //                                                   anonymous shopper other courier other operator
  'POST /api/quotes':                                        'may  may  may  may  may  may',
  'POST /api/orders':                                        'may  may  may  may  may  may',
  'GET /api/docs':                                           'may  may  may  may  may  may',
  'GET /api/docs/{file}':                                    'may  may  may  may  may  may',
  'GET /api/openapi.json':                                   'may  may  may  may  may  may',

  'POST /api/sign-ins':                                      'may  may  may  may  may  may',
  'POST /api/session':                                       'may  may  may  may  may  may',
  'POST /api/session/spare-code':                            'may  may  may  may  may  may',
  // By a cookie only: no access token gets another.
  'POST /api/session/refresh':                               '401  401  401  401  401  401',
  'DELETE /api/session':                                     'may  may  may  may  may  may',
  'GET /api/profile':                                        '401  may  may  403  403  403',
  'PATCH /api/profile':                                      '401  may  may  403  403  403',
  'GET /api/profile/messages':                               '401  may  may  403  403  403',
  'PUT /api/profile/messages':                               '401  may  may  403  403  403',
  'GET /api/profile/export':                                 '401  may  may  403  403  403',
  'POST /api/order-links':                                   'may  may  may  may  may  may',

  'GET /api/cart':                                           '401  may  may  403  403  403',
  'PUT /api/cart':                                           '401  may  may  403  403  403',

  'GET /api/operator/staff':                                 '401  403  403  403  403  may',
  'POST /api/operator/staff':                                '401  403  403  403  403  may',
  'DELETE /api/operator/staff/{memberId}/sessions':          '401  403  403  403  403  may',
  'DELETE /api/operator/staff/{memberId}':                   '401  403  403  403  403  may',

  'GET /api/search':                                         'may  may  may  may  may  may',
  'GET /api/products/{idOrSlug}':                            'may  may  may  may  may  may',
  'GET /api/categories':                                     'may  may  may  may  may  may',
  'GET /api/categories/at':                                  'may  may  may  may  may  may',
  'GET /api/suggest':                                        'may  may  may  may  may  may',

  'GET /api/operator/synonyms':                              '401  403  403  403  403  may',
  'PUT /api/operator/synonyms/{synonymId}':                  '401  403  403  403  403  may',
  'GET /api/operator/search-queries':                        '401  403  403  403  403  may',
  'GET /api/operator/products':                              '401  403  403  403  403  may',
  'POST /api/operator/products':                             '401  403  403  403  403  may',
  'POST /api/operator/products/bulk':                        '401  403  403  403  403  may',
  'GET /api/operator/products/{productId}':                  '401  403  403  403  403  may',
  'PATCH /api/operator/products/{productId}':                '401  403  403  403  403  may',
  'POST /api/operator/products/{productId}/publish':         '401  403  403  403  403  may',
  'POST /api/operator/products/{productId}/unpublish':       '401  403  403  403  403  may',
  'PUT /api/operator/products/{productId}/stock':            '401  403  403  403  403  may',
  'GET /api/operator/products/{productId}/history':          '401  403  403  403  403  may',
  'POST /api/operator/products/{productId}/restore':         '401  403  403  403  403  may',
  'GET /api/operator/categories':                            '401  403  403  403  403  may',
  'POST /api/operator/categories':                           '401  403  403  403  403  may',
  'PATCH /api/operator/categories/{categoryId}':             '401  403  403  403  403  may',
  'GET /api/operator/categories/{categoryId}/facets':        '401  403  403  403  403  may',
  'PUT /api/operator/categories/{categoryId}/facets':        '401  403  403  403  403  may',
  'GET /api/operator/brands':                                '401  403  403  403  403  may',
  'POST /api/operator/brands':                               '401  403  403  403  403  may',
  'PATCH /api/operator/brands/{brandSlug}':                  '401  403  403  403  403  may',
  'GET /api/operator/attributes':                            '401  403  403  403  403  may',
  'POST /api/operator/attributes':                           '401  403  403  403  403  may',
  'PATCH /api/operator/attributes/{attributeKey}':           '401  403  403  403  403  may',
  'GET /api/operator/imports':                               '401  403  403  403  403  may',
  'POST /api/operator/imports':                              '401  403  403  403  403  may',
  'GET /api/operator/imports/{importId}':                    '401  403  403  403  403  may',
  'POST /api/operator/imports/{importId}/start':             '401  403  403  403  403  may',
  'POST /api/operator/imports/{importId}/cancel':            '401  403  403  403  403  may',
  'POST /api/operator/exports':                              '401  403  403  403  403  may',
  'GET /api/operator/exports/{exportId}':                    '401  403  403  403  403  may',
  'DELETE /api/operator/synonyms/{synonymId}':               '401  403  403  403  403  may',
  'DELETE /api/operator/products/{productId}':               '401  403  403  403  403  may',
  'DELETE /api/operator/categories/{categoryId}':            '401  403  403  403  403  may',
  'DELETE /api/operator/brands/{brandSlug}':                 '401  403  403  403  403  may',
  'DELETE /api/operator/attributes/{attributeKey}':          '401  403  403  403  403  may',

  'GET /api/orders':                                         '401  may  may  403  403  403',
  'GET /api/orders/{orderId}':                               '404  may  404  404  404  404',

  'GET /api/delivery/slots':                                 'may  may  may  may  may  may',
  'GET /api/tracking/{token}':                               'may  may  may  may  may  may',
  'GET /api/tracking/{token}/slots':                         'may  may  may  may  may  may',
  'PUT /api/tracking/{token}/slot':                          'may  may  may  may  may  may',
  'POST /api/tracking/{token}/cancellation':                 'may  may  may  may  may  may',
  'GET /api/courier/route':                                  '401  403  403  may  may  403',
  'POST /api/courier/stops/{stopId}/handed-over':            '401  403  403  may  404  403',
  'POST /api/courier/routes/{routeId}/departed':             '401  403  403  may  404  403',
  'POST /api/courier/stops/{stopId}/delivered':              '401  403  403  may  404  403',
  'POST /api/courier/stops/{stopId}/failed':                 '401  403  403  may  404  403',
  'POST /api/courier/stops/{stopId}/photos':                 '401  403  403  may  404  403',
  'PUT /api/courier/duty':                                   '401  403  403  may  may  403',
  'POST /api/courier/positions':                            '401  403  403  may  may  403',

  'GET /api/operator/orders/{orderId}/delivery-proof':       '401  403  403  403  403  may',
  'GET /api/operator/couriers':                               '401  403  403  403  403  may',
  'GET /api/operator/delivery/zones':                        '401  403  403  403  403  may',
  'GET /api/operator/delivery/zones/{zoneId}':               '401  403  403  403  403  may',
  'PUT /api/operator/delivery/zones/{zoneId}':               '401  403  403  403  403  may',
  'POST /api/operator/delivery/zones':                       '401  403  403  403  403  may',
  'DELETE /api/operator/delivery/zones/{zoneId}':            '401  403  403  403  403  may',
  'GET /api/operator/delivery/days/{date}':                  '401  403  403  403  403  may',
  'PUT /api/operator/delivery/deliveries/{deliveryId}/courier': '401  403  403  403  403  may',
  'PUT /api/operator/delivery/trips/{routeId}/end':          '401  403  403  403  403  may',
  'PUT /api/operator/delivery/refused-steps/{refusedStepId}/settled': '401  403  403  403  403  may',
  'GET /api/operator/delivery/refused-steps/{refusedStepId}/proof': '401  403  403  403  403  may',
  'GET /api/operator/couriers/{courierId}/days':             '401  403  403  403  403  may',
  'PUT /api/operator/couriers/{courierId}/days/{date}':      '401  403  403  403  403  may',
  'DELETE /api/operator/couriers/{courierId}/days/{date}':   '401  403  403  403  403  may',
  'GET /api/operator/couriers/{courierId}':                  '401  403  403  403  403  may',
  'POST /api/operator/couriers':                             '401  403  403  403  403  may',
  'PUT /api/operator/couriers/{courierId}':                  '401  403  403  403  403  may',
  'DELETE /api/operator/couriers/{courierId}':               '401  403  403  403  403  may',
  'GET /api/operator/delivery/depots':                       '401  403  403  403  403  may',
  'POST /api/operator/delivery/depots':                      '401  403  403  403  403  may',
  'PUT /api/operator/delivery/depots/{depotId}':             '401  403  403  403  403  may',
  'DELETE /api/operator/delivery/depots/{depotId}':          '401  403  403  403  403  may',
  'GET /api/operator/delivery/slot-templates':               '401  403  403  403  403  may',
  'POST /api/operator/delivery/slot-templates':              '401  403  403  403  403  may',
  'PUT /api/operator/delivery/slot-templates/{templateId}':  '401  403  403  403  403  may',
  'DELETE /api/operator/delivery/slot-templates/{templateId}': '401  403  403  403  403  may',
  'GET /api/operator/delivery/days/{date}/slots':            '401  403  403  403  403  may',
  'PUT /api/operator/delivery/slots/{slotId}':               '401  403  403  403  403  may',

  'GET /api/operator/orders':                                '401  403  403  403  403  may',
  'GET /api/operator/order-links':                           '401  403  403  403  403  may',
  'GET /api/operator/orders/{orderId}':                      '401  403  403  403  403  may',
  'POST /api/operator/orders/{orderId}/notes':               '401  403  403  403  403  may',
  'POST /api/operator/orders/{orderId}/removals':            '401  403  403  403  403  may',
  'POST /api/operator/orders/{orderId}/rescheduling':        '401  403  403  403  403  may',
  'POST /api/operator/orders/{orderId}/payment':             '401  403  403  403  403  may',
  'POST /api/orders/{orderId}/cancellation':                 '404  may  404  404  404  404',
  'POST /api/operator/orders/{orderId}/cancellation':        '401  403  403  403  403  may',
  'POST /api/operator/orders/{orderId}/returned-goods':      '401  403  403  403  403  may',

  'GET /api/operator/trail':                                 '401  403  403  403  403  may',
  'GET /api/operator/audit':                                 '401  403  403  403  403  may',
  'GET /api/operator/outbox':                                '401  403  403  403  403  may',
  'POST /api/operator/outbox/replays':                       '401  403  403  403  403  may',
  'GET /api/operator/messages':                              '401  403  403  403  403  may',
  'POST /api/operator/messages':                             '401  403  403  403  403  may',

  // The gateway's signature is missing, whoever calls.
  'POST /api/notifications/receipts/{messageId}':            '403  403  403  403  403  403',
  'POST /api/notifications/inbound':                         '403  403  403  403  403  403',

  'GET /api/operator/notifications/blocked-numbers':         '401  403  403  403  403  may',
  'POST /api/operator/notifications/blocked-numbers':        '401  403  403  403  403  may',
  'DELETE /api/operator/notifications/blocked-numbers/{blockedId}': '401  403  403  403  403  may',

  // Last, for after these links and a shopper are no more.
  'DELETE /api/operator/orders/{orderId}/links':             '401  403  403  403  403  may',
  'DELETE /api/sessions':                                    '401  may  may  403  403  403',
  'DELETE /api/profile':                                     '401  may  may  403  403  403',
}

export type Verdict = 'may' | '401' | '403' | '404'

/** A row as its cells. @throws when it has not one for each actor */
export const cellsOf = (endpoint: string): [ActorName, Verdict][] => {
  const verdicts = (decisions[endpoint] ?? '').split(/ +/)
  if (verdicts.length !== actors.length || !verdicts.every((one) => /^(may|401|403|404)$/.test(one)))
    throw new Error(`${endpoint}: decide for ${actors.join(', ')}`)
  return actors.map((actor, index) => [actor, verdicts[index] as Verdict])
}
