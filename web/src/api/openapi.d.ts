// Made of docs/openapi.json by npm run openapi. Types only: nothing of it reaches the page.

export interface paths {
    "/api/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Price a cart
         * @description What a cart costs now, delivery included, and what of it can be had. Reserves nothing.
         */
        post: operations["quoteCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Place an order
         * @description The order belongs to the account of the access token, or to the cart of a guest. Again with the same Idempotency-Key and body, it answers what it answered before, be it an order or a refusal. After a 5xx, a time-out or `in_progress` nobody knows whether the order was placed: send the very same request again.
         */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the account's cart
         * @description As it was saved from whichever device. What it costs and what of it can be had, a quote tells.
         */
        get: operations["readCart"];
        /**
         * Save the account's cart
         * @description With If-Match it replaces the revision that the client saw. Without, it is merged into what is saved, of each product the larger quantity: so a guest who signs in loses nothing, neither what is in this browser nor what was saved from another.
         */
        put: operations["saveCart"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search the catalogue
         * @description Words in Russian or English, filters, facets and sorting; without any of them, everything. Each facet is counted without its own filter. What is sold out comes last.
         */
        get: operations["searchProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/{idOrSlug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a product
         * @description By its id, or by its slug as in the address of its page.
         */
        get: operations["readProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the categories
         * @description The category tree, with how many products each category holds, those below included.
         */
        get: operations["listCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an order
         * @description An order's state, lines, totals, delivery and history, for its account or with the token of its link. An order of somebody else is told like one that is not there.
         */
        get: operations["readOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/delivery/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the delivery slots
         * @description Slots of the days ahead, in the order of time. With an address, its zone and fee too.
         */
        get: operations["listDeliverySlots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tracking/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a delivery
         * @description By the token of the link in a text message. A token that has ended is told like one that never was.
         */
        get: operations["trackDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/courier/route": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the courier's trip
         * @description The trip under way, else the next with stops; with a date, that day's latest.
         */
        get: operations["readCourierRoute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/courier/routes/{routeId}/departed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set off
         * @description The courier sets off with every stop of the trip. Again, it changes nothing.
         */
        post: operations["departRoute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/courier/stops/{stopId}/handed-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a parcel
         * @description The parcel was handed to the courier. Again, it changes nothing.
         */
        post: operations["handOverStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/courier/stops/{stopId}/delivered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver a parcel
         * @description The shopper has the parcel. Again, it changes nothing.
         */
        post: operations["deliverStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the delivery zones
         * @description In the order in which they are asked for an address: it belongs to the first that holds it.
         */
        get: operations["listDeliveryZones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/zones/{zoneId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery zone
         * @description Read a delivery zone
         */
        get: operations["readDeliveryZone"];
        /**
         * Change a zone's name and fees
         * @description All of what can be changed is replaced. Orders placed a second later go by the new rule; a shopper who saw the old fee is told `price_changed`. Only for the revision that If-Match names: else somebody changed it meanwhile.
         */
        put: operations["changeDeliveryZone"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/receipts/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a receipt of the SMS gateway
         * @description What became of a text. For the gateway only: a status callback of Twilio's Messages API, signed by it.
         */
        post: operations["takeSmsReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Where an order goes, as a shopper types it */
        Address: {
            city: string;
            street: string;
            house: string;
            apartment?: string;
            entrance?: string;
            floor?: string;
            intercom?: string;
        };
        /** @description This cart was ordered already. */
        AlreadyOrderedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "already_ordered";
            /** @description What an earlier checkout of this cart became */
            order: components["schemas"]["PlacedOrder"];
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "already_ordered";
        };
        /**
         * @description `few`: five or less
         * @enum {string}
         */
        Availability: "none" | "few" | "enough";
        Brand: {
            slug: string;
            name: string;
        };
        BrandCount: {
            slug: string;
            name: string;
            count: number;
        };
        /** @enum {string} */
        CancelReason: "out_of_stock" | "shopper" | "operator" | "delivery_failed";
        /** @description One product may stand in several lines; they are summed */
        CartItem: {
            /** Format: uuid */
            productId: string;
            quantity: number;
        };
        CartToSave: {
            /**
             * Format: uuid
             * @description Made by the client, and the cart's as long as it lives
             */
            cartId: string;
            /** @description More than an order takes are kept: two devices may bring a cart each */
            lines: components["schemas"]["CartItem"][];
        };
        Category: {
            path: string;
            name: components["schemas"]["Localized"];
            count: number;
            children: components["schemas"]["Category"][];
        };
        CategoryCount: {
            path: string;
            name: components["schemas"]["Localized"];
            count: number;
        };
        CategoryName: {
            path: string;
            name: components["schemas"]["Localized"];
        };
        CategoryTree: {
            categories: components["schemas"]["Category"][];
        };
        /** @description Whom to tell, and whom the courier asks for */
        CheckoutContact: {
            name: string;
            /** @description In any usual spelling; without a country code, Russian */
            phone: string;
            /** Format: email */
            email?: string;
        };
        /** @description One product may stand in several lines; they are summed */
        CheckoutItem: {
            /** Format: uuid */
            productId: string;
            quantity: number;
            /** @description For one piece, as the shopper saw it */
            expectedPriceMinor?: components["schemas"]["MinorUnits"];
        };
        CheckoutRequest: {
            /**
             * Format: uuid
             * @description Made by the client, and the cart's as long as it lives
             */
            cartId: string;
            items: components["schemas"]["CheckoutItem"][];
            contact: components["schemas"]["CheckoutContact"];
            address: components["schemas"]["Address"];
            /** @description An id from listDeliverySlots */
            slotId: string;
            /** @description The total the shopper saw. Another one is answered `price_changed` */
            expectedTotalMinor: components["schemas"]["MinorUnits"];
            /** @description As the shopper saw it. `price_changed` can tell a change of the fee only if this is given */
            expectedDeliveryFeeMinor?: components["schemas"]["MinorUnits"];
            paymentMethod: components["schemas"]["PaymentMethod"];
            /** @description Leave it out, or empty */
            website?: string;
            /** @description For the courier */
            comment?: string;
            /** @description Of the texts about this order; by Accept-Language if absent */
            language?: components["schemas"]["Language"];
        };
        /** @description WGS 84, degrees */
        Coordinates: {
            lat: number;
            lon: number;
        };
        CourierDay: {
            courier: {
                /** Format: uuid */
                id: string;
                firstName: string;
            };
            route: components["schemas"]["CourierRoute"] | null;
        };
        CourierRoute: {
            /** Format: uuid */
            id: string;
            /** Format: date */
            date: string;
            /** @description Which of the day */
            trip: number;
            /** @enum {string} */
            status: "planned" | "departed" | "finished";
            departedAt: string | null;
            /** Format: date-time */
            returnsAt: string;
            stops: components["schemas"]["CourierStop"][];
        };
        CourierStop: {
            /** Format: uuid */
            id: string;
            /** @description Null: cancelled on the way; the parcel comes back */
            position: number | null;
            status: components["schemas"]["DeliveryStatus"];
            orderNumber: string;
            address: components["schemas"]["Address"];
            location: components["schemas"]["Coordinates"];
            contact: {
                name: string;
                phone: string;
            };
            window: components["schemas"]["TimeWindow"];
            /** Format: date-time */
            eta: string;
            items: {
                name: components["schemas"]["Localized"];
                quantity: number;
            }[];
            comment: string | null;
            weightGrams: number;
            payment: {
                /** @enum {string} */
                method: "cash" | "card";
                totalMinor: components["schemas"]["MinorUnits"];
                currency: components["schemas"]["Currency"];
            };
            deliveredAt: string | null;
        };
        /**
         * @description ISO 4217
         * @enum {string}
         */
        Currency: "RUB";
        /** @enum {string} */
        DeliveryStatus: "unassigned" | "assigned" | "handed_over" | "departed" | "delivered" | "cancelled";
        DeliveryZone: {
            id: string;
            name: components["schemas"]["Localized"];
            fee: components["schemas"]["FeeRule"];
        };
        DeliveryZoneChange: {
            name: {
                ru: string;
                en: string;
            };
            fee: {
                feeMinor: components["schemas"]["MinorUnits"];
                freeFromMinor: components["schemas"]["MinorUnits"] | null;
                /** @default [] */
                weightSteps?: components["schemas"]["WeightStep"][];
            };
        };
        /** @description What the filters would give */
        Facets: {
            categories: components["schemas"]["CategoryCount"][];
            brands: components["schemas"]["BrandCount"][];
            /** @description Null when nothing was found */
            price: {
                min: components["schemas"]["MinorUnits"] | null;
                max: components["schemas"]["MinorUnits"] | null;
            };
        };
        /** @description What delivery costs: `feeMinor`, waived for goods of `freeFromMinor` and more (null: never), and what the last weight step reached adds, which is never waived */
        FeeRule: {
            feeMinor: components["schemas"]["MinorUnits"];
            freeFromMinor: components["schemas"]["MinorUnits"] | null;
            /** @default [] */
            weightSteps: components["schemas"]["WeightStep"][];
        };
        FieldError: {
            /** @description A path such as items.0.quantity */
            field: string;
            message: string;
        };
        /** @description You may not do this. */
        ForbiddenProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "forbidden";
        };
        /** @description The same request is still being worked on. */
        InProgressProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "in_progress";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "in_progress";
        };
        /** @description Something went wrong on our side. */
        InternalProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "internal";
        };
        /** @description The body is not valid JSON. */
        InvalidJsonProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "invalid_json";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "invalid_json";
        };
        /** @description The request has errors. */
        InvalidRequestProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "invalid_request";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "invalid_request";
        };
        /** @description This Idempotency-Key was used for another request. */
        KeyReusedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "key_reused";
        };
        /** @enum {string} */
        Language: "ru" | "en";
        /** @description A text in both languages of the shop */
        Localized: {
            ru: string;
            en: string;
        };
        /** @description An address that was found on the map */
        LocatedAddress: {
            city: string;
            street: string;
            house: string;
            apartment?: string;
            entrance?: string;
            floor?: string;
            intercom?: string;
            location: components["schemas"]["Coordinates"];
        };
        /** @description An amount in minor units of its currency, such as kopecks */
        MinorUnits: number;
        /** @description A sum of amounts in minor units of their currency */
        MinorUnitsSum: number;
        /** @description There is no such thing. */
        NotFoundProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "not_found";
        };
        OperatorZone: {
            id: string;
            name: components["schemas"]["Localized"];
            fee: components["schemas"]["FeeRule"];
            /** @description A closed ring of longitude and latitude, as in GeoJSON */
            outline: [
                number,
                number
            ][];
            /** @description Counts changes; the ETag of the zone, for If-Match */
            revision: number;
        };
        Order: {
            /** Format: uuid */
            orderId: string;
            /** @description What people say aloud */
            number: string;
            status: components["schemas"]["OrderStatus"];
            cancelReason?: components["schemas"]["CancelReason"];
            /** Format: date-time */
            placedAt: string;
            items: components["schemas"]["OrderLine"][];
            itemsMinor: components["schemas"]["MinorUnits"];
            deliveryFeeMinor: components["schemas"]["MinorUnits"];
            totalMinor: components["schemas"]["MinorUnits"];
            currency: components["schemas"]["Currency"];
            paymentMethod: components["schemas"]["PaymentMethod"];
            /** @description The phone is masked */
            contact: {
                name: string;
                phone: string;
            };
            address: components["schemas"]["LocatedAddress"] | components["schemas"]["Address"];
            slot: components["schemas"]["OrderSlot"];
            comment?: string;
            /** @description Once a courier is known */
            delivery?: components["schemas"]["OrderDelivery"];
            history: components["schemas"]["OrderHistoryEntry"][];
        };
        OrderDelivery: {
            courier: {
                firstName: string;
            };
            window?: components["schemas"]["TimeWindow"];
            /** Format: date-time */
            eta?: string;
            /** Format: date-time */
            deliveredAt?: string;
        };
        OrderHistoryEntry: {
            status: components["schemas"]["OrderStatus"];
            /** Format: date-time */
            at: string;
            reason?: string;
        };
        OrderLine: {
            /** Format: uuid */
            productId: string;
            sku: string;
            name: components["schemas"]["Localized"];
            quantity: number;
            /** @description For one piece */
            priceMinor: components["schemas"]["MinorUnits"];
            lineMinor: components["schemas"]["MinorUnits"];
        };
        OrderSlot: {
            id: string;
            /** Format: date-time */
            start?: string;
            /** Format: date-time */
            end?: string;
            /**
             * @description `held`: kept for this order. `requested`: delivery could not be asked; it decides later
             * @enum {string}
             */
            state: "held" | "requested";
        };
        /** @enum {string} */
        OrderStatus: "placed" | "confirmed" | "scheduled" | "out_for_delivery" | "delivered" | "delivery_failed" | "cancelled";
        /** @description Some items are no longer available. */
        OutOfStockProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "out_of_stock";
            /** @description Every line that falls short */
            items: components["schemas"]["ShortItem"][];
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "out_of_stock";
        };
        /** @description We do not deliver to this address yet. */
        OutOfZoneProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "out_of_zone";
            /** @description What of the address is out of reach */
            field: string;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "out_of_zone";
        };
        Payment: {
            method: components["schemas"]["PaymentMethod"];
            status: components["schemas"]["PaymentStatus"];
        };
        /**
         * @description At the door
         * @enum {string}
         */
        PaymentMethod: "cash" | "card";
        /** @enum {string} */
        PaymentStatus: "due" | "paid" | "refunded";
        PlacedOrder: {
            /** Format: uuid */
            orderId: string;
            /** @description What people say aloud */
            number: string;
            status: components["schemas"]["OrderStatus"];
            totalMinor: components["schemas"]["MinorUnits"];
            currency: components["schemas"]["Currency"];
            payment: components["schemas"]["Payment"];
            /** @description For X-Order-Token and trackDelivery */
            trackingToken: string;
            /**
             * Format: uri
             * @description The order's page
             */
            trackingUrl: string;
            slot: components["schemas"]["OrderSlot"];
        };
        /** @description It was changed meanwhile; read it again. */
        PreconditionFailedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "precondition_failed";
        };
        PriceChange: {
            /** @constant */
            of: "item";
            /** Format: uuid */
            productId: string;
            fromMinor: components["schemas"]["MinorUnits"];
            toMinor: components["schemas"]["MinorUnits"];
        } | {
            /** @constant */
            of: "delivery";
            fromMinor: components["schemas"]["MinorUnits"];
            toMinor: components["schemas"]["MinorUnitsSum"];
        } | {
            /** @constant */
            of: "total";
            fromMinor: components["schemas"]["MinorUnits"];
            toMinor: components["schemas"]["MinorUnitsSum"];
        };
        /** @description Prices have changed. */
        PriceChangedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "price_changed";
            totalMinor: components["schemas"]["MinorUnitsSum"];
            itemsMinor: components["schemas"]["MinorUnitsSum"];
            deliveryFeeMinor: components["schemas"]["MinorUnitsSum"];
            weightExtraMinor: components["schemas"]["MinorUnits"];
            currency: components["schemas"]["Currency"];
            /** @description What is otherwise than the request says that the shopper saw */
            changes: components["schemas"]["PriceChange"][];
            items: components["schemas"]["RepricedItem"][];
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "price_changed";
        };
        /** @description Problem details, RFC 9457. Go by `code` */
        Problem: {
            /**
             * Format: uri
             * @description urn:korob:problem: and the code
             */
            type: string;
            /** @description For people, in the language of Accept-Language */
            title: string;
            /** @description That of the answer */
            status?: number;
            /** @enum {string} */
            code: "invalid_request" | "invalid_json" | "unauthorized" | "forbidden" | "not_found" | "in_progress" | "already_ordered" | "price_changed" | "out_of_stock" | "slot_taken" | "out_of_zone" | "wrong_state" | "precondition_failed" | "too_large" | "unsupported_media_type" | "key_reused" | "too_many_requests" | "internal" | "unavailable";
            /** @description Names the request in our logs */
            correlationId: string;
            /** @description What is wrong, field by field */
            errors?: components["schemas"]["FieldError"][];
        };
        Product: {
            /** Format: uuid */
            id: string;
            sku: string;
            slug: string;
            name: components["schemas"]["Localized"];
            description: components["schemas"]["Localized"];
            /** @description From the root down to where the product belongs */
            categories: components["schemas"]["CategoryName"][];
            brand: components["schemas"]["Brand"] | null;
            priceMinor: components["schemas"]["MinorUnits"];
            oldPriceMinor: components["schemas"]["MinorUnits"] | null;
            currency: components["schemas"]["Currency"];
            weightGrams: number;
            attributes: components["schemas"]["ProductAttribute"][];
            images: string[];
            availability: components["schemas"]["Availability"];
            /** @description How many one order may take now */
            available: number;
            /** @description Counts edits */
            revision: number;
            /** Format: date-time */
            updatedAt: string;
        };
        ProductAttribute: {
            key: string;
            name: components["schemas"]["Localized"];
            value: number | boolean | components["schemas"]["Localized"];
            unit: string | null;
        };
        Quote: {
            items: components["schemas"]["QuoteLine"][];
            /** @description Products that the shop no longer sells */
            unknown: string[];
            itemsMinor: components["schemas"]["MinorUnitsSum"];
            weightGrams: number;
            currency: components["schemas"]["Currency"];
            delivery: components["schemas"]["QuotedDelivery"];
            /** @description Null without an address, out of zone, and where delivery is not reached */
            slots: components["schemas"]["QuotedSlots"] | null;
            /** @description With delivery; null where its fee is not known */
            totalMinor: components["schemas"]["MinorUnitsSum"] | null;
            /** Format: date-time */
            quotedAt: string;
        };
        QuoteLine: {
            /** Format: uuid */
            productId: string;
            sku: string;
            slug: string;
            name: components["schemas"]["Localized"];
            image: string | null;
            quantity: number;
            /** @description For one piece */
            priceMinor: components["schemas"]["MinorUnits"];
            lineMinor: components["schemas"]["MinorUnitsSum"];
            available: number;
            /** @description Whether the whole quantity can be had now */
            enough: boolean;
        };
        QuoteRequest: {
            /**
             * Format: uuid
             * @description Made by the client, and the cart's as long as it lives
             */
            cartId: string;
            items: components["schemas"]["CartItem"][];
            address?: components["schemas"]["Address"];
        };
        /** @description `unknown`: delivery can't be reached, and never told a fee for this city */
        QuotedDelivery: {
            /** @constant */
            state: "known";
            feeMinor: components["schemas"]["MinorUnitsSum"];
            /** @description The part of `feeMinor` that is due to the weight: never waived */
            weightExtraMinor: components["schemas"]["MinorUnits"];
            /** @description The sum of goods from which the rest of the fee is waived */
            freeFromMinor: components["schemas"]["MinorUnits"] | null;
        } | {
            /** @constant */
            state: "out_of_zone";
        } | {
            /** @constant */
            state: "unknown";
        };
        QuotedSlot: {
            /** @description An id from listDeliverySlots */
            id: string;
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            /** @description Free, and with a vehicle that carries this cart */
            available: boolean;
        };
        /** @description Of the days ahead, in the order of time */
        QuotedSlots: {
            /** @description The shop's, by its IANA name */
            timeZone: string;
            slots: components["schemas"]["QuotedSlot"][];
        };
        RepricedItem: {
            /** Format: uuid */
            productId: string;
            name: components["schemas"]["Localized"];
            quantity: number;
            priceMinor: components["schemas"]["MinorUnits"];
        };
        RouteDeparture: {
            /** Format: uuid */
            routeId: string;
            /** @enum {string} */
            status: "departed" | "finished";
            /** Format: date-time */
            departedAt: string;
            stops: components["schemas"]["StopStep"][];
        };
        SavedCart: {
            /** @description Null where nothing was saved yet */
            cartId: string | null;
            /** @description Each product once */
            lines: components["schemas"]["CartItem"][];
            /** @description Counts changes; the ETag */
            revision: number;
        };
        SearchHit: {
            /** Format: uuid */
            id: string;
            slug: string;
            sku: string;
            name: components["schemas"]["Localized"];
            priceMinor: components["schemas"]["MinorUnits"];
            oldPriceMinor: components["schemas"]["MinorUnits"] | null;
            currency: components["schemas"]["Currency"];
            /** @description A drawing of the demo catalogue by its name, or an address */
            image: string | null;
            availability: components["schemas"]["Availability"];
        };
        SearchPage: {
            /**
             * @description What answered: `postgres` when there is no search engine, or it is not well
             * @enum {string}
             */
            engine: "opensearch" | "postgres";
            total: number;
            items: components["schemas"]["SearchHit"][];
            facets: components["schemas"]["Facets"];
            /** @description Null on the last page */
            nextCursor: string | null;
        };
        /** @description A product that cannot be had in full; `available` is what can */
        ShortItem: {
            /** Format: uuid */
            productId: string;
            requested: number;
            available: number;
        };
        Slot: {
            id: string;
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            available: boolean;
        };
        /** @description This delivery slot is no longer free. */
        SlotTakenProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "slot_taken";
            /** @enum {string} */
            reason: "full" | "closed" | "unknown" | "too_heavy";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "slot_taken";
        };
        Slots: {
            /** @description The shop's, by its IANA name */
            timeZone: string;
            currency: components["schemas"]["Currency"];
            /** @description Of the address; null without one */
            zone: components["schemas"]["DeliveryZone"] | null;
            slots: components["schemas"]["Slot"][];
        };
        SmsReceipt: {
            MessageSid: string;
            /** @enum {string} */
            MessageStatus: "accepted" | "scheduled" | "queued" | "sending" | "sent" | "delivered" | "read" | "undelivered" | "failed" | "canceled";
            ErrorCode?: string;
        } & {
            [key: string]: string;
        };
        StopStep: {
            /** Format: uuid */
            stopId: string;
            status: components["schemas"]["DeliveryStatus"];
            deliveredAt: string | null;
        };
        TimeWindow: {
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
        };
        /** @description The request is too large. */
        TooLargeProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "too_large";
        };
        /** @description Too many requests; try again later. */
        TooManyRequestsProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "too_many_requests";
        };
        Tracking: {
            /** Format: uuid */
            orderId: string;
            orderNumber: string | null;
            status: components["schemas"]["TrackingStatus"];
            window: components["schemas"]["TimeWindow"] | null;
            eta: string | null;
            timeZone: string;
            courier: {
                firstName: string;
            } | null;
            /** @description Doors the courier visits before this one */
            stopsBefore: number | null;
            deliveredAt: string | null;
            history: {
                status: components["schemas"]["TrackingStatus"];
                /** Format: date-time */
                at: string;
            }[];
        };
        /**
         * @description `preparing`: no courier yet
         * @enum {string}
         */
        TrackingStatus: "preparing" | "assigned" | "handed_over" | "departed" | "delivered" | "cancelled";
        /** @description Please sign in. */
        UnauthorizedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "unauthorized";
        };
        /** @description The service is busy; try again shortly. */
        UnavailableProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "unavailable";
        };
        /** @description The body must be application/json. */
        UnsupportedMediaTypeProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "unsupported_media_type";
        };
        /** @description Orders of this weight and more cost so much more to deliver */
        WeightStep: {
            fromGrams: number;
            extraMinor: components["schemas"]["MinorUnits"];
        };
        /** @description This is not possible any more. */
        WrongStateProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "wrong_state";
            /**
             * @description Of the stop that does not take this step
             * @enum {string}
             */
            deliveryStatus?: "unassigned" | "assigned" | "handed_over" | "departed" | "delivered" | "cancelled";
        };
    };
    responses: {
        /** @description `internal`: Something went wrong on our side. */
        Crashed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InternalProblem"];
            };
        };
        /** @description `forbidden`: You may not do this. */
        Forbidden: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ForbiddenProblem"];
            };
        };
        /** @description `internal`: Something went wrong on our side. */
        Internal: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InternalProblem"];
            };
        };
        /** @description `invalid_json`: The body is not valid JSON. `invalid_request`: The request has errors. */
        InvalidJsonOrInvalidRequest: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidJsonProblem"] | components["schemas"]["InvalidRequestProblem"];
            };
        };
        /** @description `invalid_request`: The request has errors. */
        InvalidRequest: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidRequestProblem"];
            };
        };
        /** @description `key_reused`: This Idempotency-Key was used for another request. */
        KeyReused: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["KeyReusedProblem"];
            };
        };
        /** @description `not_found`: There is no such thing. */
        NotFound: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotFoundProblem"];
            };
        };
        /** @description Still what If-None-Match names */
        NotModified: {
            headers: {
                "X-Correlation-Id": components["headers"]["CorrelationId"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description `out_of_zone`: We do not deliver to this address yet. */
        OutOfZone: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["OutOfZoneProblem"];
            };
        };
        /** @description `precondition_failed`: It was changed meanwhile; read it again. */
        PreconditionFailed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PreconditionFailedProblem"];
            };
        };
        /** @description `unavailable`: The service is busy; try again shortly. */
        TimedOut: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnavailableProblem"];
            };
        };
        /** @description `too_large`: The request is too large. */
        TooLarge: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TooLargeProblem"];
            };
        };
        /** @description `too_many_requests`: Too many requests; try again later. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TooManyRequestsProblem"];
            };
        };
        /** @description `unauthorized`: Please sign in. */
        Unauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnauthorizedProblem"];
            };
        };
        /** @description `unavailable`: The service is busy; try again shortly. */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnavailableProblem"];
            };
        };
        /** @description `unsupported_media_type`: The body must be application/json. */
        UnsupportedMediaType: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnsupportedMediaTypeProblem"];
            };
        };
        /** @description `wrong_state`: This is not possible any more. */
        WrongState: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["WrongStateProblem"];
            };
        };
    };
    parameters: {
        /**
         * @description The language of messages: Russian, unless it begins with en
         * @example en
         */
        AcceptLanguage: string;
        /** @description The ETag of the answer the caller has: if it still holds, the answer is 304 */
        IfNoneMatch: string;
        /** @description Names the request in the logs of every service; made anew if absent */
        CorrelationId: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description Names the request in the logs of every service
         * @example 0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10
         */
        CorrelationId: string;
        /**
         * @description Of this answer, for If-None-Match
         * @example "9dmL1cRZ0Vw3kXqEo2tYhA"
         */
        ETag: string;
        /**
         * @description Seconds to wait before the request is sent again
         * @example 2
         */
        RetryAfter: number;
        /**
         * @description Of the title
         * @example en
         */
        ContentLanguage: components["schemas"]["Language"];
        /**
         * @description How to sign in, RFC 9110; not with every operation
         * @example Bearer
         */
        WwwAuthenticate: "Bearer";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    quoteCart: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteRequest"];
            };
        };
        responses: {
            /** @description The priced cart */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "sku": "KB-0001",
                     *           "slug": "zhar-cast-iron-skillet-26",
                     *           "name": {
                     *             "ru": "Сковорода чугунная «Жар» 26 см",
                     *             "en": "Zhar cast-iron skillet, 26 cm"
                     *           },
                     *           "image": "skillet",
                     *           "quantity": 2,
                     *           "priceMinor": 249000,
                     *           "lineMinor": 498000,
                     *           "available": 34,
                     *           "enough": true
                     *         }
                     *       ],
                     *       "unknown": [],
                     *       "itemsMinor": 498000,
                     *       "currency": "RUB",
                     *       "weightGrams": 4200,
                     *       "delivery": {
                     *         "state": "known",
                     *         "feeMinor": 24900,
                     *         "weightExtraMinor": 0,
                     *         "freeFromMinor": 500000
                     *       },
                     *       "slots": null,
                     *       "totalMinor": 522900,
                     *       "quotedAt": "2026-11-22T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Quote"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    placeOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description Made anew for each order that is meant, such as a random UUID. Remembered for three days */
                "Idempotency-Key": string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckoutRequest"];
            };
        };
        responses: {
            /** @description The order is taken */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description The order, for readOrder */
                    Location: string;
                    /** @description This answer was given before */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *       "number": "10001-4",
                     *       "status": "placed",
                     *       "totalMinor": 522900,
                     *       "currency": "RUB",
                     *       "payment": {
                     *         "method": "cash",
                     *         "status": "due"
                     *       },
                     *       "trackingToken": "AQGZ08XhdyqKm04fW2x9CoVqcz4BGX3mTzq4c5LrUu1d",
                     *       "trackingUrl": "https://shop.example/t/AQGZ08XhdyqKm04fW2x9CoVqcz4BGX3mTzq4c5LrUu1d",
                     *       "slot": {
                     *         "id": "20261123-18",
                     *         "start": "2026-11-23T15:00:00.000Z",
                     *         "end": "2026-11-23T17:00:00.000Z",
                     *         "state": "held"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PlacedOrder"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description `already_ordered`: This cart was ordered already. `in_progress`: The same request is still being worked on. `out_of_stock`: Some items are no longer available. `out_of_zone`: We do not deliver to this address yet. `price_changed`: Prices have changed. `slot_taken`: This delivery slot is no longer free. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "Content-Language": components["headers"]["ContentLanguage"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AlreadyOrderedProblem"] | components["schemas"]["InProgressProblem"] | components["schemas"]["OutOfStockProblem"] | components["schemas"]["OutOfZoneProblem"] | components["schemas"]["PriceChangedProblem"] | components["schemas"]["SlotTakenProblem"];
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the answer the caller has: if it still holds, the answer is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cartId": "0199d3c4-0b5e-4b1f-8f0a-3d5f6a7b8c91",
                     *       "lines": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "quantity": 2
                     *         }
                     *       ],
                     *       "revision": 3
                     *     }
                     */
                    "application/json": components["schemas"]["SavedCart"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    saveCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the cart that this one replaces */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CartToSave"];
            };
        };
        responses: {
            /** @description The cart as it is saved now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description For If-Match */
                    Etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cartId": "0199d3c4-0b5e-4b1f-8f0a-3d5f6a7b8c91",
                     *       "lines": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "quantity": 2
                     *         }
                     *       ],
                     *       "revision": 3
                     *     }
                     */
                    "application/json": components["schemas"]["SavedCart"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    searchProducts: {
        parameters: {
            query?: {
                /** @description Words to look for */
                q?: string;
                /** @description A category and all below it */
                category?: string;
                /** @description Any of these brands; repeatable */
                brand?: string[];
                /** @description Minor units */
                minPrice?: components["schemas"]["MinorUnits"];
                /** @description Minor units */
                maxPrice?: components["schemas"]["MinorUnits"];
                /** @description Only what can be had now */
                inStock?: boolean;
                /** @description `-price`: the dearest first */
                sort?: "relevance" | "price" | "-price" | "new" | "name";
                /** @description `nextCursor` of the page before, all else being the same */
                cursor?: string;
                /** @description Products on a page */
                limit?: number;
                /** @description For sorting by name */
                lang?: components["schemas"]["Language"];
            };
            header?: {
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of products */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "engine": "opensearch",
                     *       "total": 1,
                     *       "items": [
                     *         {
                     *           "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "slug": "zhar-cast-iron-skillet-26",
                     *           "sku": "KB-0001",
                     *           "name": {
                     *             "ru": "Сковорода чугунная «Жар» 26 см",
                     *             "en": "Zhar cast-iron skillet, 26 cm"
                     *           },
                     *           "priceMinor": 249000,
                     *           "oldPriceMinor": 299000,
                     *           "currency": "RUB",
                     *           "image": "skillet",
                     *           "availability": "enough"
                     *         }
                     *       ],
                     *       "facets": {
                     *         "categories": [
                     *           {
                     *             "path": "kitchen/cookware",
                     *             "name": {
                     *               "ru": "Посуда для готовки",
                     *               "en": "Cookware"
                     *             },
                     *             "count": 1
                     *           }
                     *         ],
                     *         "brands": [
                     *           {
                     *             "slug": "chugunov",
                     *             "name": "Chugunov",
                     *             "count": 1
                     *           }
                     *         ],
                     *         "price": {
                     *           "min": 249000,
                     *           "max": 249000
                     *         }
                     *       },
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["SearchPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the answer the caller has: if it still holds, the answer is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description A product id or slug */
                idOrSlug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *       "slug": "zhar-cast-iron-skillet-26",
                     *       "sku": "KB-0001",
                     *       "name": {
                     *         "ru": "Сковорода чугунная «Жар» 26 см",
                     *         "en": "Zhar cast-iron skillet, 26 cm"
                     *       },
                     *       "priceMinor": 249000,
                     *       "oldPriceMinor": 299000,
                     *       "currency": "RUB",
                     *       "availability": "enough",
                     *       "description": {
                     *         "ru": "Тяжёлая чугунная сковорода с двумя носиками для слива.",
                     *         "en": "A heavy cast-iron skillet with two pouring lips."
                     *       },
                     *       "categories": [
                     *         {
                     *           "path": "kitchen",
                     *           "name": {
                     *             "ru": "Кухня",
                     *             "en": "Kitchen"
                     *           }
                     *         },
                     *         {
                     *           "path": "kitchen/cookware",
                     *           "name": {
                     *             "ru": "Посуда для готовки",
                     *             "en": "Cookware"
                     *           }
                     *         }
                     *       ],
                     *       "brand": {
                     *         "slug": "chugunov",
                     *         "name": "Chugunov"
                     *       },
                     *       "weightGrams": 2350,
                     *       "attributes": [
                     *         {
                     *           "key": "diameter",
                     *           "name": {
                     *             "ru": "Диаметр",
                     *             "en": "Diameter"
                     *           },
                     *           "value": 26,
                     *           "unit": "cm"
                     *         },
                     *         {
                     *           "key": "material",
                     *           "name": {
                     *             "ru": "Материал",
                     *             "en": "Material"
                     *           },
                     *           "value": {
                     *             "ru": "чугун",
                     *             "en": "cast iron"
                     *           },
                     *           "unit": null
                     *         },
                     *         {
                     *           "key": "induction",
                     *           "name": {
                     *             "ru": "Для индукции",
                     *             "en": "Induction"
                     *           },
                     *           "value": true,
                     *           "unit": null
                     *         }
                     *       ],
                     *       "images": [
                     *         "skillet"
                     *       ],
                     *       "available": 34,
                     *       "revision": 1,
                     *       "updatedAt": "2026-11-20T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listCategories: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the answer the caller has: if it still holds, the answer is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Roots, each with its children */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "categories": [
                     *         {
                     *           "path": "kitchen",
                     *           "name": {
                     *             "ru": "Кухня",
                     *             "en": "Kitchen"
                     *           },
                     *           "count": 12,
                     *           "children": [
                     *             {
                     *               "path": "kitchen/cookware",
                     *               "name": {
                     *                 "ru": "Посуда для готовки",
                     *                 "en": "Cookware"
                     *               },
                     *               "count": 7,
                     *               "children": []
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CategoryTree"];
                };
            };
            304: components["responses"]["NotModified"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the answer the caller has: if it still holds, the answer is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description Of a placed order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *       "number": "10001-4",
                     *       "status": "scheduled",
                     *       "placedAt": "2026-11-22T09:16:02.731Z",
                     *       "items": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "sku": "KB-0001",
                     *           "name": {
                     *             "ru": "Сковорода чугунная «Жар» 26 см",
                     *             "en": "Zhar cast-iron skillet, 26 cm"
                     *           },
                     *           "quantity": 2,
                     *           "priceMinor": 249000,
                     *           "lineMinor": 498000
                     *         }
                     *       ],
                     *       "itemsMinor": 498000,
                     *       "deliveryFeeMinor": 24900,
                     *       "totalMinor": 522900,
                     *       "currency": "RUB",
                     *       "paymentMethod": "cash",
                     *       "contact": {
                     *         "name": "Анна",
                     *         "phone": "+7916•••••67"
                     *       },
                     *       "address": {
                     *         "city": "Заречье",
                     *         "street": "Заводская улица",
                     *         "house": "7",
                     *         "location": {
                     *           "lat": 57.3735,
                     *           "lon": 41.0748
                     *         }
                     *       },
                     *       "slot": {
                     *         "id": "20261123-18",
                     *         "start": "2026-11-23T15:00:00.000Z",
                     *         "end": "2026-11-23T17:00:00.000Z",
                     *         "state": "held"
                     *       },
                     *       "delivery": {
                     *         "courier": {
                     *           "firstName": "Илья"
                     *         },
                     *         "window": {
                     *           "start": "2026-11-23T15:00:00.000Z",
                     *           "end": "2026-11-23T17:00:00.000Z"
                     *         },
                     *         "eta": "2026-11-23T15:20:00.000Z"
                     *       },
                     *       "history": [
                     *         {
                     *           "status": "placed",
                     *           "at": "2026-11-22T09:16:02.731Z"
                     *         },
                     *         {
                     *           "status": "confirmed",
                     *           "at": "2026-11-22T09:16:03.102Z"
                     *         },
                     *         {
                     *           "status": "scheduled",
                     *           "at": "2026-11-22T09:16:03.644Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listDeliverySlots: {
        parameters: {
            query?: {
                /** @description Of an address: all three parts, or none */
                city?: string;
                /** @description As written in Russian or English */
                street?: string;
                /** @description A number of that street */
                house?: string;
            };
            header?: {
                /** @description The ETag of the answer the caller has: if it still holds, the answer is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The slots */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "timeZone": "Europe/Moscow",
                     *       "currency": "RUB",
                     *       "zone": {
                     *         "id": "town",
                     *         "name": {
                     *           "ru": "Город",
                     *           "en": "Town"
                     *         },
                     *         "fee": {
                     *           "feeMinor": 24900,
                     *           "freeFromMinor": 500000,
                     *           "weightSteps": [
                     *             {
                     *               "fromGrams": 30000,
                     *               "extraMinor": 39000
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "slots": [
                     *         {
                     *           "id": "20261123-16",
                     *           "start": "2026-11-23T13:00:00.000Z",
                     *           "end": "2026-11-23T15:00:00.000Z",
                     *           "available": false
                     *         },
                     *         {
                     *           "id": "20261123-18",
                     *           "start": "2026-11-23T15:00:00.000Z",
                     *           "end": "2026-11-23T17:00:00.000Z",
                     *           "available": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Slots"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            409: components["responses"]["OutOfZone"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    trackDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the answer the caller has: if it still holds, the answer is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description What follows /t/ in the link */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the delivery is */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *       "orderNumber": "10001-4",
                     *       "status": "assigned",
                     *       "window": {
                     *         "start": "2026-11-23T15:00:00.000Z",
                     *         "end": "2026-11-23T17:00:00.000Z"
                     *       },
                     *       "eta": "2026-11-23T15:20:00.000Z",
                     *       "timeZone": "Europe/Moscow",
                     *       "courier": {
                     *         "firstName": "Илья"
                     *       },
                     *       "stopsBefore": 2,
                     *       "deliveredAt": null,
                     *       "history": [
                     *         {
                     *           "status": "preparing",
                     *           "at": "2026-11-22T09:16:03.380Z"
                     *         },
                     *         {
                     *           "status": "assigned",
                     *           "at": "2026-11-22T09:16:03.421Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Tracking"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readCourierRoute: {
        parameters: {
            query?: {
                /** @description A day of the shop's calendar */
                date?: string;
            };
            header?: {
                /** @description The ETag of the answer the caller has: if it still holds, the answer is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trip with its stops in order; null if there is none */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "courier": {
                     *         "id": "01900000-0000-7000-8000-000000000001",
                     *         "firstName": "Илья"
                     *       },
                     *       "route": {
                     *         "id": "0199d3c5-e4a0-7d31-8c59-6b0e1f2a3c47",
                     *         "date": "2026-11-23",
                     *         "trip": 1,
                     *         "status": "planned",
                     *         "departedAt": null,
                     *         "returnsAt": "2026-11-23T16:10:00.000Z",
                     *         "stops": [
                     *           {
                     *             "id": "0199d3c5-e4a2-7f06-b1d8-94c7a5e63b20",
                     *             "position": 1,
                     *             "status": "assigned",
                     *             "orderNumber": "10001-4",
                     *             "address": {
                     *               "city": "Заречье",
                     *               "street": "Заводская улица",
                     *               "house": "7"
                     *             },
                     *             "location": {
                     *               "lat": 57.3735,
                     *               "lon": 41.0748
                     *             },
                     *             "contact": {
                     *               "name": "Анна",
                     *               "phone": "+79161234567"
                     *             },
                     *             "window": {
                     *               "start": "2026-11-23T15:00:00.000Z",
                     *               "end": "2026-11-23T17:00:00.000Z"
                     *             },
                     *             "eta": "2026-11-23T15:20:00.000Z",
                     *             "items": [
                     *               {
                     *                 "name": {
                     *                   "ru": "Сковорода чугунная «Жар» 26 см",
                     *                   "en": "Zhar cast-iron skillet, 26 cm"
                     *                 },
                     *                 "quantity": 2
                     *               }
                     *             ],
                     *             "comment": null,
                     *             "weightGrams": 4700,
                     *             "payment": {
                     *               "method": "cash",
                     *               "totalMinor": 522900,
                     *               "currency": "RUB"
                     *             },
                     *             "deliveredAt": null
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CourierDay"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    departRoute: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description The id of a trip from readCourierRoute */
                routeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trip is under way */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "routeId": "0199d3c5-e4a0-7d31-8c59-6b0e1f2a3c47",
                     *       "status": "departed",
                     *       "departedAt": "2026-11-23T14:41:10.000Z",
                     *       "stops": [
                     *         {
                     *           "stopId": "0199d3c5-e4a2-7f06-b1d8-94c7a5e63b20",
                     *           "status": "departed",
                     *           "deliveredAt": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RouteDeparture"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    handOverStop: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description The id of a stop from readCourierRoute */
                stopId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stop */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "stopId": "0199d3c5-e4a2-7f06-b1d8-94c7a5e63b20",
                     *       "status": "handed_over",
                     *       "deliveredAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["StopStep"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    deliverStop: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description The id of a stop from readCourierRoute */
                stopId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stop */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "stopId": "0199d3c5-e4a2-7f06-b1d8-94c7a5e63b20",
                     *       "status": "delivered",
                     *       "deliveredAt": "2026-11-23T15:18:44.512Z"
                     *     }
                     */
                    "application/json": components["schemas"]["StopStep"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listDeliveryZones: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the answer the caller has: if it still holds, the answer is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The zones with their fees */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "zones": [
                     *         {
                     *           "id": "town",
                     *           "name": {
                     *             "ru": "Город",
                     *             "en": "Town"
                     *           },
                     *           "fee": {
                     *             "feeMinor": 24900,
                     *             "freeFromMinor": 500000,
                     *             "weightSteps": [
                     *               {
                     *                 "fromGrams": 30000,
                     *                 "extraMinor": 39000
                     *               }
                     *             ]
                     *           },
                     *           "outline": [
                     *             [
                     *               41.07,
                     *               57.34
                     *             ],
                     *             [
                     *               41.17,
                     *               57.34
                     *             ],
                     *             [
                     *               41.17,
                     *               57.38
                     *             ],
                     *             [
                     *               41.07,
                     *               57.34
                     *             ]
                     *           ],
                     *           "revision": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        zones: components["schemas"]["OperatorZone"][];
                    };
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readDeliveryZone: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the answer the caller has: if it still holds, the answer is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description From listDeliveryZones */
                zoneId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The zone */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "town",
                     *       "name": {
                     *         "ru": "Город",
                     *         "en": "Town"
                     *       },
                     *       "fee": {
                     *         "feeMinor": 24900,
                     *         "freeFromMinor": 500000,
                     *         "weightSteps": [
                     *           {
                     *             "fromGrams": 30000,
                     *             "extraMinor": 39000
                     *           }
                     *         ]
                     *       },
                     *       "outline": [
                     *         [
                     *           41.07,
                     *           57.34
                     *         ],
                     *         [
                     *           41.17,
                     *           57.34
                     *         ],
                     *         [
                     *           41.17,
                     *           57.38
                     *         ],
                     *         [
                     *           41.07,
                     *           57.34
                     *         ]
                     *       ],
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorZone"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    changeDeliveryZone: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that readDeliveryZone answered */
                "If-Match": string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description From listDeliveryZones */
                zoneId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveryZoneChange"];
            };
        };
        responses: {
            /** @description The zone as it is now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description Of this revision, for If-Match */
                    Etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "town",
                     *       "name": {
                     *         "ru": "Город",
                     *         "en": "Town"
                     *       },
                     *       "fee": {
                     *         "feeMinor": 24900,
                     *         "freeFromMinor": 500000,
                     *         "weightSteps": [
                     *           {
                     *             "fromGrams": 30000,
                     *             "extraMinor": 39000
                     *           }
                     *         ]
                     *       },
                     *       "outline": [
                     *         [
                     *           41.07,
                     *           57.34
                     *         ],
                     *         [
                     *           41.17,
                     *           57.34
                     *         ],
                     *         [
                     *           41.17,
                     *           57.38
                     *         ],
                     *         [
                     *           41.07,
                     *           57.34
                     *         ]
                     *       ],
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorZone"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    takeSmsReceipt: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description Our name of the text, from its callback address */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["SmsReceipt"];
            };
        };
        responses: {
            /** @description Taken note of; also when it was no news */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
}
