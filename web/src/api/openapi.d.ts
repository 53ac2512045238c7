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
        /**
         * List my orders
         * @description The account's orders, newest first, those included that were placed as a guest with its phone in the 90 days before.
         */
        get: operations["listOrders"];
        put?: never;
        /**
         * Place an order
         * @description The order belongs to the account of the access token, or to the cart of a guest. Again with the same Idempotency-Key and body, it answers what it answered before, be it an order or a refusal. After a 5xx, a time-out or `in_progress` nobody knows whether the order was placed: send the very same request again. One order of a cart is placed at a time: `in_progress` is answered while one under another key is, and `already_ordered` once that, or one whose place this takes (Replaces-Idempotency-Key), has become an order. One whose place was taken, and that comes late, is told of the order that took it. Checkouts of guests with one phone are limited by network; whoever signs in with that phone is not limited by it.
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
    "/api/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a code
         * @description Sends a code of six digits by SMS. Every number is answered alike: who proves to have it has an account from then on.
         */
        post: operations["requestCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description With the code of a text: five tries, within ten minutes, once. Too many tries, a code that has ended, and one that never was are told like a wrong one. An account that nobody used for half a year begins anew, except on a device that signed in before: the number may be another’s.
         */
        post: operations["signIn"];
        /**
         * Sign out
         * @description Ends the session of the cookie. Access tokens live until their end, a quarter of an hour at most.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/spare-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in where no code may be sent
         * @description When requestCode answers too_many_requests, the last text to the number, whoever asked for it, has a spare code: it works on any device, once, for some hours. A wrong one is told like one that never was.
         */
        post: operations["signInWithSpareCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get another access token
         * @description The cookie changes each time. One that comes again, since its answer was lost, gets another, within 15 seconds the same. It ends the session once the one that followed was used, as does one that was replaced.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out everywhere
         * @description Ends every session of the account, this one too.
         */
        delete: operations["signOutEverywhere"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read my profile
         * @description Read my profile
         */
        get: operations["readProfile"];
        put?: never;
        post?: never;
        /**
         * Delete my account
         * @description Profile and sessions are gone at once, names and addresses of orders, deliveries and texts soon after, and links to orders end. Not while an order is under way or money is owed for a cancelled one, nor for who works for the shop. After a 5xx it goes on by itself.
         */
        delete: operations["deleteProfile"];
        options?: never;
        head?: never;
        /**
         * Change my profile
         * @description What is left out stays as it is.
         */
        patch: operations["changeProfile"];
        trace?: never;
    };
    "/api/profile/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read whether I get texts about orders
         * @description What holds now for the number, whether it was said here or by a text from the phone.
         */
        get: operations["readMessageSettings"];
        /**
         * Have texts about orders, or none
         * @description In force from the next text on once it is answered; after a 503 nothing is promised, and it may be sent again. The last wish counts, said here or by a text from the phone: where a later one is known, the answer tells it.
         */
        put: operations["changeMessageSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/profile/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export my data
         * @description All that the shop keeps of the account.
         */
        get: operations["exportPersonalData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/order-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find an order by its number and phone
         * @description For who has lost the link. A wrong number and a wrong phone are told alike, and wrong tries are limited by phone. Whoever is told too_many_requests sees their orders by signing in with a code, which these limits are not about.
         */
        post: operations["requestOrderLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who works for the shop
         * @description List who works for the shop
         */
        get: operations["listStaff"];
        put?: never;
        /**
         * Invite a courier or an operator
         * @description Who signs in with the phone, within 30 days, has the role from then on; who gets the number later has not. Again with the same phone and role, it answers who is there, or gives anew what has lapsed.
         */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/staff/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a role away
         * @description Ends the sessions of the phone; access tokens live until their end. The last operator stays: `staff_conflict`.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/staff/{memberId}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign a member out everywhere
         * @description As when a phone is lost. The role stays; whoever has the phone signs in anew. Access tokens live until their end.
         */
        delete: operations["endMemberSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/orders/{orderId}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Void an order's links
         * @description Those made until now, in a moment; later texts carry another.
         */
        delete: operations["revokeOrderLinks"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messages that consumers gave up
         * @description How many there are in each place that has any; with `place` its messages too, the oldest first, and with `id` that one alone, whole. Reading changes nothing.
         */
        get: operations["listSetAsideMessages"];
        put?: never;
        /**
         * Retry or drop messages that were given up
         * @description Retried, a message goes to its consumer alone, as if it came for the first time: what that has done of it already stays done once. Dropped, it is gone; the audit log says which event it was. Ids that are not there any more count for nothing.
         */
        post: operations["workSetAsideMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/trail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow an order, or a request, through all services
         * @description History, movements of stock, steps of the delivery, texts, events and who has taken them, what operators did: each service tells its own.
         */
        get: operations["readTrail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what operators did
         * @description In all services, the latest first. Entries say what of a thing was changed, and nothing about persons.
         */
        get: operations["readAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a service's outbox
         * @description Events of the last 7 days, at most 200, the latest first.
         */
        get: operations["listOutbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/outbox/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish events again
         * @description Those of the last 7 days that a filter fits, at most 10,000 and the oldest first, with the ids they had: whoever has taken one before takes it for a duplicate. With `into`, to this consumer alone, of what RabbitMQ carries. At least one of ids, type, subject and from must be given.
         */
        post: operations["replayOutbox"];
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
         * @description Words in Russian or English, however inflected, begun, misspelled, transliterated or typed in the wrong layout; sizes with their units, article numbers; filters, facets and sorting. Without any of them, everything. Each facet is counted without its own filter. What is sold out comes last.
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
    "/api/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Suggest as somebody types
         * @description What else could be typed, the products that fit best and can be had now, and categories by their names.
         */
        get: operations["suggestSearches"];
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
    "/api/categories/at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find a category by a path it has or had
         * @description For addresses that were kept since before it was renamed or moved: go on to the path that is answered.
         */
        get: operations["findCategory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/synonyms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the synonyms
         * @description All groups of names for one thing. A search for any of them finds the others, in the index and without it.
         */
        get: operations["listSynonyms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/synonyms/{synonymId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make or change a group of synonyms
         * @description In effect within seconds. A change names in If-Match what it changes; a new group has none.
         */
        put: operations["putSynonym"];
        post?: never;
        /**
         * Delete a group of synonyms
         * @description In effect within seconds.
         */
        delete: operations["deleteSynonym"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/search-queries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List searches that went wrong
         * @description Those that found nothing and those that took long, the most frequent first. Words only: nothing of who searched, and no query that may be a phone number or an address.
         */
        get: operations["listSearchQueries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List products
         * @description Unpublished ones too; deleted ones when asked for. Every word must stand in the name, brand, category or sku.
         */
        get: operations["listProducts"];
        put?: never;
        /**
         * Create a product
         * @description Unpublished unless it says otherwise. Without a slug one is made of the English name and the sku.
         */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/products/{productId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a product as operators see it
         * @description Whatever its state, with its stock and the slugs it had. The ETag is its revision.
         */
        get: operations["readOperatorProduct"];
        put?: never;
        post?: never;
        /**
         * Delete a product
         * @description It leaves the shop; a tombstone stays, for orders that have it. Its sku and slug stay taken.
         */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        /**
         * Change a product
         * @description What isn’t said stays; lists are given whole. Of two who change the same revision the second is refused. A former slug leads on to the new one. An old price that isn’t said goes when the price rises to it.
         */
        patch: operations["changeProduct"];
        trace?: never;
    };
    "/api/operator/products/{productId}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish a product
         * @description Publish a product
         */
        post: operations["publishProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/products/{productId}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unpublish a product
         * @description Unpublish a product
         */
        post: operations["unpublishProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/products/{productId}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring a deleted product back
         * @description It comes back unpublished.
         */
        post: operations["restoreProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/products/{productId}/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Correct the stock of a product
         * @description Sets what was counted on the shelf; what checkouts have set aside stays set aside.
         */
        put: operations["countStock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/products/{productId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read who changed what of a product
         * @description The newest edit first.
         */
        get: operations["readProductHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/products/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set prices and stock of many products
         * @description Up to 1000 rows, each with a result of its own; the others are written. The same request again changes nothing more. An old price that isn’t said goes when the price rises to it.
         */
        post: operations["updateProducts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the categories as operators see them
         * @description Parents before their children, siblings in their order.
         */
        get: operations["listOperatorCategories"];
        put?: never;
        /**
         * Create a category
         * @description A path that was another category’s before is taken: it leads there still.
         */
        post: operations["createCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/categories/{categoryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an empty category
         * @description Delete an empty category
         */
        delete: operations["deleteCategory"];
        options?: never;
        head?: never;
        /**
         * Rename, move or reorder a category
         * @description All below it goes along at once; their products follow, in a big subtree within minutes. Former paths lead on to the new ones.
         */
        patch: operations["changeCategory"];
        trace?: never;
    };
    "/api/operator/categories/{categoryId}/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read which attributes a category offers as filters
         * @description Its own settings and those it inherits, each with where it was set.
         */
        get: operations["readCategoryFacets"];
        /**
         * Set which attributes a category offers as filters
         * @description In this order, in place of its own settings so far. Those below inherit them until they say otherwise; `shown: false` takes away what is inherited.
         */
        put: operations["setCategoryFacets"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/brands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the brands
         * @description List the brands
         */
        get: operations["listBrands"];
        put?: never;
        /**
         * Create a brand
         * @description Without a slug one is made of the name; it stays whatever the brand is called later.
         */
        post: operations["createBrand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/brands/{brandSlug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a brand that no product has
         * @description Delete a brand that no product has
         */
        delete: operations["deleteBrand"];
        options?: never;
        head?: never;
        /**
         * Rename a brand
         * @description Rename a brand
         */
        patch: operations["changeBrand"];
        trace?: never;
    };
    "/api/operator/attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the attributes
         * @description List the attributes
         */
        get: operations["listAttributes"];
        put?: never;
        /**
         * Create an attribute
         * @description A text in both languages, a number, with a unit if it has one, or yes and no.
         */
        post: operations["createAttribute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/attributes/{attributeKey}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an attribute that no product has
         * @description Delete an attribute that no product has
         */
        delete: operations["deleteAttribute"];
        options?: never;
        head?: never;
        /**
         * Change an attribute
         * @description Its type and unit only while no product has it.
         */
        patch: operations["changeAttribute"];
        trace?: never;
    };
    "/api/operator/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the last fifty imports
         * @description List the last fifty imports
         */
        get: operations["listImports"];
        put?: never;
        /**
         * Announce a file to import
         * @description Answers where to PUT it, with just that size; then it is started. CSV or JSON lines: columns are guessed, `map` corrects them. The same that `npm run catalog:import` takes.
         */
        post: operations["createImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/imports/{importId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how far an import is
         * @description See how far an import is
         */
        get: operations["readImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/imports/{importId}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start an import whose file was sent
         * @description Again, it is only answered how far it is.
         */
        post: operations["startImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/imports/{importId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an import
         * @description What was written stays.
         */
        post: operations["cancelImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export the whole catalogue as CSV
         * @description Attributes, brands, categories and products; imported into an empty shop it gives the same catalogue.
         */
        post: operations["createExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/exports/{exportId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how far an export is, and where its file is
         * @description See how far an export is, and where its file is
         */
        get: operations["readExport"];
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
    "/api/orders/{orderId}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an order
         * @description Until it is out for delivery. By the account whose order it is, or by the cart it came from if it was placed without signing in: a tracking link is not enough, since it may be forwarded. Of a cancelled order it changes nothing. After 503 it may still be cancelled; ask again.
         */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/order-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List links by which orders are followed
         * @description Of an order, or of all orders of a phone: the latest 200 of them, the last one first. Those older than half a year are forgotten, but for the one of the order itself.
         */
        get: operations["listOrderLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List orders
         * @description The latest first. Filters are joined by "and".
         */
        get: operations["searchOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read all of an order
         * @description Read all of an order
         */
        get: operations["readOrderAsOperator"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/orders/{orderId}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an order for the shop
         * @description Before it leaves, or after its delivery has failed. Goods that have been on the road are in stock again once they are taken back. After 503 it may still be cancelled; ask again.
         */
        post: operations["cancelOrderAsOperator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/orders/{orderId}/removals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel some of an order
         * @description Before its parcel is packed. What goes is in stock again, what is left is priced anew, the shopper is told. By the shop's wish delivery costs what was promised; by the shopper's, what the zone asks for what is left.
         */
        post: operations["removeOrderLines"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/orders/{orderId}/payment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record a payment or a refund
         * @description A delivered order is paid by that. Of a cancelled one what was paid before is given back. Again, it changes nothing. While some of it is being cancelled, it is not settled what is to be paid: ask again.
         */
        post: operations["recordPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/orders/{orderId}/returned-goods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back the goods of a cancelled order
         * @description Those that can be sold again: all, unless lines are given. The others are lost. Again, it changes nothing.
         */
        post: operations["takeBackGoods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/orders/{orderId}/rescheduling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver an order at another time
         * @description Any time while it is not on the road; one whose delivery failed is tried again by it. Without a slot, the next that has a place.
         */
        post: operations["rescheduleOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/orders/{orderId}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write a note to an order
         * @description Not to one whose person was forgotten.
         */
        post: operations["noteOrder"];
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
    "/api/tracking/{token}/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the slots to choose from
         * @description Slots of the days ahead for the order's own door and weight, the one it has among them. Only while trackDelivery's `offer` is there: else it is `wrong_state`.
         */
        get: operations["listTrackedSlots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tracking/{token}/slot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Take the offered slot, or another
         * @description Only while trackDelivery's `offer` is there: else it is `wrong_state`. Again, with the slot it has by now, it changes nothing.
         */
        put: operations["chooseTrackedSlot"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tracking/{token}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel for want of a slot
         * @description None of the slots will do: nobody brings the order, which is cancelled within moments. Only while trackDelivery's `offer` is there: else it is `wrong_state`. Again, it changes nothing.
         */
        post: operations["declineTrackedSlot"];
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
         * @description The courier sets off with every stop of the trip. Again, it changes nothing. With a planVersion, only if the trip is still the one that was shown: else it is `wrong_state`, and to be looked at again.
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
         * @description The shopper has the parcel, and that is how the courier can tell. After five wrong codes another proof is needed. Again, with whatever proof, it changes nothing. Told after the parcel was planned anew, it counts if the trip was under way then and nobody else has left with the parcel; else it is `stop_moved`, and noted.
         */
        post: operations["deliverStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/courier/stops/{stopId}/failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Come in vain
         * @description The parcel could not be handed over; it returns with the trip. It is tried again by itself where that can help, three times in all; then an operator decides. Again, it changes nothing.
         */
        post: operations["failStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/couriers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the fleet
         * @description Every courier that routes are planned for. Who of them has a phone to sign in with, listStaff tells.
         */
        get: operations["listCouriers"];
        put?: never;
        /**
         * Add a courier to the fleet
         * @description Slots have room for what the courier can bring at once. To sign in, the courier has to be invited.
         */
        post: operations["addCourier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/courier/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell where the courier is
         * @description Many places at once, in any order. Kept while a trip is under way, thinned out, for a day; shoppers see the last one while their order is on its way. What can not be is left out and counted. Again, it changes nothing.
         */
        post: operations["reportPositions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/courier/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Begin work, or end it
         * @description Not in the middle of a trip. Again, it changes nothing.
         */
        put: operations["changeDuty"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/courier/stops/{stopId}/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Announce a photo of a parcel at its door
         * @description Answers where to PUT just this file within a quarter of an hour; deliverStop then names it.
         */
        post: operations["announcePhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/refused-steps/{refusedStepId}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how a courier can tell of a delivery that was refused
         * @description Read how a courier can tell of a delivery that was refused
         */
        get: operations["readRefusedProof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/orders/{orderId}/delivery-proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how it was told that an order was delivered
         * @description Read how it was told that an order was delivered
         */
        get: operations["readDeliveryProof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/days/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a day whole
         * @description Who works, every trip with its stops in order and where they are, and what no courier brings yet, with the reason.
         */
        get: operations["readDeliveryDay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/deliveries/{deliveryId}/courier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a delivery to another courier
         * @description Or another place in a trip: the given one, else where it costs least driving. Only if everybody who was promised a window gets it, else `not_feasible` says what stands in the way. Who waits is told if the time moves by more than a quarter of an hour.
         */
        put: operations["moveDelivery"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/trips/{routeId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * End a trip whose courier does not
         * @description For each parcel that the courier has: whether it came back, or is lost. What came back is planned anew at once or gets the next slot, and who waits is told; no attempt is counted, but for one that was made. What is lost is cancelled, its goods are written off. What the courier has told by then counts, whatever is said here. Again, it changes nothing. Of a trip that has not left, only parcels that the courier has taken are asked about.
         */
        put: operations["endTrip"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/refused-steps/{refusedStepId}/settled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Strike a refused step off the list
         * @description Somebody has sorted it out. It stays in the order's trail. Again, it changes nothing.
         */
        put: operations["settleRefusedStep"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/couriers/{courierId}/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List days on which a courier works other hours
         * @description Than every week, or not at all: as changeCourierDay has set them, from today on.
         */
        get: operations["listCourierDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/couriers/{courierId}/days/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a courier's hours of one day
         * @description Or take the courier off that day, with no hours. What no longer fits goes to others at once, and who waits is told; what nobody can take waits for a courier. Parcels that the courier has stay. Again, it changes nothing.
         */
        put: operations["changeCourierDay"];
        post?: never;
        /**
         * Let a courier's day be as the week has it
         * @description Again, it changes nothing.
         */
        delete: operations["restoreCourierDay"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/couriers/{courierId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a courier of the fleet
         * @description Vehicle, depot, speed, and the shifts of a week with their breaks.
         */
        get: operations["readCourier"];
        /**
         * Change a courier: vehicle, depot, speed, shifts and breaks
         * @description All is replaced. Stops of planned trips that no longer fit go to others at once, and who waits is told; what nobody can take waits for a courier.
         */
        put: operations["changeCourier"];
        post?: never;
        /**
         * Take a courier out of the fleet
         * @description Planned stops go to others at once. What was delivered keeps the name.
         */
        delete: operations["removeCourier"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/depots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the depots
         * @description List the depots
         */
        get: operations["listDepots"];
        put?: never;
        /**
         * Add a depot
         * @description Add a depot
         */
        post: operations["addDepot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/depots/{depotId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename or move a depot
         * @description Trips that begin there are fitted to it: stops that no longer fit go to others at once.
         */
        put: operations["changeDepot"];
        post?: never;
        /**
         * Give a depot up
         * @description Once no courier of the fleet begins there and no trip that did is on the road.
         */
        delete: operations["removeDepot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/slot-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the windows that are offered
         * @description List the windows that are offered
         */
        get: operations["listSlotTemplates"];
        put?: never;
        /**
         * Offer another window
         * @description On some days of the week, from now on. Two windows of a day may overlap, but not begin together.
         */
        post: operations["addSlotTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/slot-templates/{templateId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a window that is offered
         * @description Bound and cut-off of its slots to come follow, but for those that were set apart. With other days or hours, slots of the old ones give no place away any more.
         */
        put: operations["changeSlotTemplate"];
        post?: never;
        /**
         * Offer a window no more
         * @description Its slots to come give no place away; who has one keeps it.
         */
        delete: operations["removeSlotTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/days/{date}/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the slots of a day
         * @description List the slots of a day
         */
        get: operations["listSlotsOfDay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/delivery/slots/{slotId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a slot's bound and cut-off
         * @description Whatever its template says. With 0 no place is given away any more; who has one keeps it.
         */
        put: operations["changeSlot"];
        post?: never;
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
        /**
         * Deliver to another zone
         * @description Addresses in it can be ordered to a second later. Where it lies upon another zone, the one that is asked first counts.
         */
        post: operations["addDeliveryZone"];
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
         * Change a zone's name, fees, outline and place among the others
         * @description Name and fees are replaced. Orders placed a second later go by the new rule; a shopper who saw the old fee is told `price_changed`, and what was ordered before is brought. Only for the revision that If-Match names: else somebody changed it meanwhile.
         */
        put: operations["changeDeliveryZone"];
        post?: never;
        /**
         * Deliver to a zone no more
         * @description Its addresses can be ordered to no more a second later, unless another zone holds them. What was ordered before is brought, and can be put off. The last zone stays: without one nothing can be ordered.
         */
        delete: operations["removeDeliveryZone"];
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
    "/api/notifications/inbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a text that somebody sent us
         * @description For the gateway only: an incoming message webhook of Twilio's Messages API, signed by it. STOP, СТОП and their likes end texts to the number, but for sign-in codes; START and СТАРТ bring them back. Anything else is let be.
         */
        post: operations["takeInboundSms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/notifications/blocked-numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the numbers that get no texts
         * @description Those that operators have blocked, the latest first. Who has opted out is not among them.
         */
        get: operations["listBlockedNumbers"];
        put?: never;
        /**
         * Have a number get no texts
         * @description None at all, sign-in codes included, and none of those that wait: they are kept as dropped. Again, it changes nothing.
         */
        post: operations["blockNumber"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/notifications/blocked-numbers/{blockedId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let a number have texts again
         * @description The next ones; what was dropped meanwhile is not sent.
         */
        delete: operations["unblockNumber"];
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
        /** @description There is one of that name already. */
        AlreadyExistsProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "already_exists";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "already_exists";
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
        AnnouncedPhoto: {
            /** @enum {string} */
            mediaType: "image/jpeg" | "image/png" | "image/webp";
            sizeBytes: number;
        };
        AttributeChange: {
            name?: components["schemas"]["NamesUpTo200"];
            /** @enum {string} */
            type?: "text" | "number" | "boolean";
            unit?: string | null;
        };
        AttributeFacet: {
            key: string;
            name: components["schemas"]["Localized"];
            /** @enum {string} */
            type: "text" | "number" | "boolean";
            unit: string | null;
            /** @description How many hits have it at all */
            count: number;
            /** @description The most common ones; of a text, either language may be sent back. Empty for a number */
            values: components["schemas"]["AttributeValueCount"][];
            /** @description Of a number */
            min: number | null;
            max: number | null;
        };
        AttributeList: {
            attributes: components["schemas"]["OperatorAttribute"][];
        };
        AttributeText: {
            ru: string;
            en: string;
        };
        AttributeValueCount: {
            value: boolean | components["schemas"]["Localized"];
            count: number;
        };
        AuditEntry: {
            /** Format: uuid */
            id: string;
            service: string;
            /** Format: date-time */
            at: string;
            actorId: string;
            action: string;
            target: {
                type: string;
                id: string;
            };
            correlationId: string;
            before: {
                [key: string]: unknown;
            } | null;
            after: {
                [key: string]: unknown;
            } | null;
        };
        AuditPage: {
            entries: components["schemas"]["AuditEntry"][];
            nextCursor: string | null;
            /** @description Services that did not answer: of them nothing is here */
            unreachable: components["schemas"]["ServiceName"][];
        };
        /**
         * @description `few`: five or less
         * @enum {string}
         */
        Availability: "none" | "few" | "enough";
        BlockedNumber: {
            /** Format: uuid */
            blockedId: string;
            phone: string;
            reason: string;
            /** @description The operator who did it */
            blockedBy: string;
            /** Format: date-time */
            blockedAt: string;
        };
        BlockedNumbersPage: {
            numbers: components["schemas"]["BlockedNumber"][];
            nextCursor: string | null;
        };
        Brand: {
            slug: string;
            name: string;
        };
        BrandChange: {
            name?: string;
        };
        BrandCount: {
            slug: string;
            name: string;
            count: number;
        };
        BrandList: {
            brands: components["schemas"]["OperatorBrand"][];
        };
        BulkResult: {
            /** @description From 0, as in the request */
            row: number;
            id: string | null;
            sku: string | null;
            /** @enum {string} */
            outcome: "changed" | "unchanged" | "rejected";
            revision: number | null;
            error: {
                field: string;
                message: string;
            } | null;
        };
        BulkResults: {
            results: components["schemas"]["BulkResult"][];
        };
        BulkRow: {
            /** Format: uuid */
            id?: string;
            /** @description Either this or the id */
            sku?: string;
            priceMinor?: components["schemas"]["MinorUnits"];
            /** @description Null: none any more */
            oldPriceMinor?: components["schemas"]["MinorUnits"] | null;
            /** @description What is on the shelf */
            stock?: number;
        };
        BulkUpdate: {
            rows: components["schemas"]["BulkRow"][];
        };
        /**
         * @description `lost`: on the road
         * @enum {string}
         */
        CancelReason: "out_of_stock" | "shopper" | "operator" | "delivery_failed" | "lost";
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
        CategoryChange: {
            /** @description Null: at the root */
            parentId?: string | null;
            /** @description The last part of the path */
            slug?: string;
            name?: components["schemas"]["NamesUpTo200"];
            /** @description Place among its siblings, from 0; at the end unless given */
            position?: number;
        };
        CategoryCount: {
            path: string;
            name: components["schemas"]["Localized"];
            count: number;
        };
        CategoryFacets: {
            facets: components["schemas"]["FacetSetting"][];
            revision: number;
        };
        CategoryName: {
            path: string;
            name: components["schemas"]["Localized"];
        };
        CategoryTree: {
            categories: components["schemas"]["Category"][];
        };
        ChangedCourierDay: {
            /** Format: uuid */
            courierId: string;
            /** Format: date */
            date: string;
            /** @description Deliveries that others bring now */
            moved: number;
            /** @description Deliveries that nobody can bring in their window: they wait, then get the next slot */
            waiting: number;
            /** @description Numbers of orders whose parcels the courier has */
            onBoard: string[];
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
            /** @description Of the texts about this order; if absent that of the profile, or by Accept-Language */
            language?: components["schemas"]["Language"];
        };
        CodeRequest: {
            /** @description In any usual spelling; without a country code, Russian */
            phone: string;
            /** @description Of the text; if absent that of the profile that has the phone, or by Accept-Language */
            language?: components["schemas"]["Language"];
            /** @description Of the last sign-in here: it has codes that strangers can’t use up */
            deviceToken?: string;
            /**
             * Format: uuid
             * @description Of the answer before: answered again, while its code lives, where no other may be sent
             */
            signInId?: string;
        };
        CodeSent: {
            /**
             * Format: uuid
             * @description For signIn, with the code
             */
            signInId: string;
            /**
             * Format: date-time
             * @description When the code is of no use any more
             */
            expiresAt: string;
        };
        /**
         * @description A queue of RabbitMQ that a consumer reads
         * @enum {string}
         */
        ConsumerQueue: "notifications.delivery" | "notifications.orders" | "notifications.codes" | "orders.delivery";
        /** @description WGS 84, degrees */
        Coordinates: {
            lat: number;
            lon: number;
        };
        Courier: {
            /**
             * Format: uuid
             * @description For inviteMember
             */
            id: string;
            firstName: string;
            /** @description Where the trips begin */
            depot: {
                id: string;
                name: components["schemas"]["Localized"];
            };
            /** @description What the vehicle carries at once */
            capacityGrams: number;
        };
        CourierDay: {
            courier: components["schemas"]["CourierName"];
            duty: components["schemas"]["Duty"];
            route: components["schemas"]["CourierRoute"] | null;
        };
        CourierInvitation: {
            /** @constant */
            role: "courier";
            /** @description In any usual spelling; without a country code, Russian */
            phone: string;
            name: string;
            /**
             * Format: uuid
             * @description Of the fleet
             */
            courierId: string;
        };
        CourierName: {
            /** Format: uuid */
            id: string;
            firstName: string;
        };
        CourierOnDuty: {
            /** Format: uuid */
            courierId: string;
            firstName: string;
            shift: components["schemas"]["TimeWindow"];
        };
        CourierPosition: {
            lat: number;
            lon: number;
            /** Format: date-time */
            at: string;
        };
        CourierRoute: {
            /** Format: uuid */
            id: string;
            /** Format: date */
            date: string;
            /** @description Which of the day */
            trip: number;
            /** @description Counts changes of its stops, for departRoute */
            planVersion: number;
            /** @enum {string} */
            status: "planned" | "departed" | "finished";
            departedAt: string | null;
            /** Format: date-time */
            returnsAt: string;
            stops: components["schemas"]["CourierStop"][];
        };
        CourierSettings: {
            firstName: string;
            /** @description From listDepots: where the trips begin */
            depotId: string;
            /** @description What the vehicle carries at once */
            capacityGrams: number;
            /**
             * @description How much faster than the travel times: a cargo bike 0.7
             * @default 1
             */
            speedFactor?: number;
            /** @description The shifts of a week that repeats; days without one are free */
            week: components["schemas"]["CourierWeekDay"][];
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
                /**
                 * @description Paid: nothing is to be collected
                 * @enum {string}
                 */
                state: "due" | "paid";
                totalMinor: components["schemas"]["MinorUnits"];
                currency: components["schemas"]["Currency"];
            };
            /** @description Why a courier came in vain, the last time */
            failureReason: components["schemas"]["FailureReason"] | null;
            deliveredAt: string | null;
        };
        CourierWeekDay: {
            /** @description ISO 8601: Monday is 1 */
            weekday: number;
            /** @description After local midnight */
            startsMinute: number;
            /** @description After local midnight */
            endsMinute: number;
            /** @description In the order they are taken */
            breaks: components["schemas"]["ShiftBreak"][];
        };
        /**
         * @description ISO 4217
         * @enum {string}
         */
        Currency: "RUB";
        /** @description It was deleted. */
        DeletedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "deleted";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "deleted";
        };
        DeliveredStop: {
            proof: components["schemas"]["DeliveryProof"];
            /**
             * Format: date-time
             * @description When it was done, by the courier’s clock, if it is told later. No later than now and no earlier than what it follows on.
             */
            happenedAt?: string;
            /**
             * Format: date-time
             * @description What the device’s clock says as this is sent. If that is off by more than five seconds, and by less than a day, the times in it are corrected by as much.
             */
            sentAt?: string;
        };
        /** @description How the courier can tell that the shopper has the parcel */
        DeliveryProof: {
            /** @constant */
            kind: "code";
            /** @description From the shopper, who sees it on the tracking page */
            code: string;
        } | {
            /** @constant */
            kind: "photo";
            /**
             * Format: uuid
             * @description From announcePhoto, sent since
             */
            photoId: string;
        } | {
            /** @constant */
            kind: "note";
            note: string;
        };
        /** @enum {string} */
        DeliveryStatus: "unassigned" | "assigned" | "handed_over" | "departed" | "delivered" | "failed" | "cancelled";
        DeliveryZone: {
            id: string;
            name: components["schemas"]["Localized"];
            fee: components["schemas"]["FeeRule"];
        };
        DeliveryZoneChange: {
            name: components["schemas"]["PlaceName"];
            fee: components["schemas"]["FeeRuleToSet"];
            /** @description Stays, if left out */
            outline?: [
                number,
                number
            ][];
            /** @description Stays, if left out */
            place?: number;
        };
        DepartureTaken: {
            /**
             * Format: date-time
             * @description When it was done, by the courier’s clock, if it is told later. No later than now and no earlier than what it follows on.
             */
            happenedAt?: string;
            /**
             * Format: date-time
             * @description What the device’s clock says as this is sent. If that is off by more than five seconds, and by less than a day, the times in it are corrected by as much.
             */
            sentAt?: string;
            /** @description From readCourierRoute */
            planVersion?: number;
        };
        Depot: {
            id: string;
            name: components["schemas"]["Localized"];
            location: components["schemas"]["Coordinates"];
            /** @description Counts changes; the ETag, for If-Match */
            revision: number;
        };
        /** @description It is still in use. */
        DepotInUseProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "in_use";
            /** @description Their trips begin there */
            couriers: components["schemas"]["CourierName"][];
            /** @description On the road, and to come back there */
            tripsUnderWay: number;
        };
        DepotSettings: {
            name: components["schemas"]["PlaceName"];
            location: components["schemas"]["Coordinates"];
        };
        DispatchDay: {
            /** Format: date */
            date: string;
            /** @description The shop's, by its IANA name */
            timeZone: string;
            /** @description Who works that day */
            couriers: components["schemas"]["CourierOnDuty"][];
            trips: components["schemas"]["DispatchTrip"][];
            unassigned: components["schemas"]["UnassignedDelivery"][];
            /** @description Every day that has trips in trouble */
            troubledDays: string[];
            /** @description Of whatever day: what nobody has sorted out yet, the latest first */
            refusedSteps: components["schemas"]["RefusedStep"][];
        };
        DispatchStop: {
            /** Format: uuid */
            deliveryId: string;
            /** Format: uuid */
            orderId: string;
            orderNumber: string;
            /** @description Null: called off on the way; the parcel comes back */
            position: number | null;
            status: components["schemas"]["DeliveryStatus"];
            address: components["schemas"]["StreetAddress"];
            location: components["schemas"]["Coordinates"];
            window: components["schemas"]["TimeWindow"];
            /** Format: date-time */
            eta: string;
            weightGrams: number;
        };
        DispatchTrip: {
            /** Format: uuid */
            routeId: string;
            courier: components["schemas"]["CourierName"];
            depot: components["schemas"]["Coordinates"];
            /** @description Which of the courier's day */
            trip: number;
            /** @enum {string} */
            status: "planned" | "departed" | "finished";
            planVersion: number;
            departedAt: string | null;
            /** Format: date-time */
            returnsAt: string;
            /** @description `overdue`: its courier should have been back. `silent`: nothing was heard of its courier for long. `not_started`: its courier should have left. Null: all is well */
            trouble: ("overdue" | "silent" | "not_started") | null;
            /** @description Of a trip in trouble: when something was last heard of its courier */
            lastSignAt: string | null;
            stops: components["schemas"]["DispatchStop"][];
        };
        /** @description When the courier began work last, and ended it */
        Duty: {
            onDuty: boolean;
            startedAt: string | null;
            endedAt: string | null;
        };
        DutyChange: {
            onDuty: boolean;
            /**
             * Format: date-time
             * @description When it was done, by the courier’s clock, if it is told later. No later than now and no earlier than what it follows on.
             */
            happenedAt?: string;
            /**
             * Format: date-time
             * @description What the device’s clock says as this is sent. If that is off by more than five seconds, and by less than a day, the times in it are corrected by as much.
             */
            sentAt?: string;
        };
        EndedSessions: {
            /** @description How many went on until now */
            ended: number;
        };
        EndedTrip: {
            /** Format: uuid */
            routeId: string;
            /** @enum {string} */
            status: "planned" | "departed" | "finished";
            parcels: {
                /** Format: uuid */
                deliveryId: string;
                orderNumber: string;
                status: components["schemas"]["DeliveryStatus"];
                /** @description Null: it was with its shopper, or called off, before */
                fate: ("returned" | "lost") | null;
            }[];
            /** @description Parcels that have another courier by now */
            moved: number;
            /** @description Parcels that wait for a courier, or for a later slot */
            waiting: number;
        };
        ExportJob: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "awaiting_upload" | "queued" | "running" | "done" | "failed" | "cancelled";
            fileName: string;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
            /** @description Why it failed, in a sentence */
            failure: string | null;
            /** @description Records so far */
            rows: number;
            sizeBytes: number | null;
            /** @description Once it is done */
            file: components["schemas"]["SignedFile"] | null;
        };
        FacetSetting: {
            attribute: string;
            shown: boolean;
            position: number;
            /** @description Path of the category that says so: this one, or the nearest above */
            setAt: string;
        };
        /** @description What the filters would give, each counted without its own */
        Facets: {
            categories: components["schemas"]["CategoryCount"][];
            brands: components["schemas"]["BrandCount"][];
            price: components["schemas"]["PriceFacet"];
            /** @description Those that matter for these hits */
            attributes: components["schemas"]["AttributeFacet"][];
            /** @description How many can be had now */
            inStock: number;
            /** @description How many cost less than they did */
            discounted: number;
        };
        FacetsOfCategory: {
            facets: {
                attribute: string;
                /** @default true */
                shown?: boolean;
            }[];
        };
        FailedStop: {
            reason: components["schemas"]["FailureReason"];
            comment?: string;
            /**
             * Format: date-time
             * @description When it was done, by the courier’s clock, if it is told later. No later than now and no earlier than what it follows on.
             */
            happenedAt?: string;
            /**
             * Format: date-time
             * @description What the device’s clock says as this is sent. If that is off by more than five seconds, and by less than a day, the times in it are corrected by as much.
             */
            sentAt?: string;
        };
        /**
         * @description Why a courier came in vain
         * @enum {string}
         */
        FailureReason: "nobody_home" | "wrong_address" | "refused" | "damaged" | "other";
        /** @description What delivery costs: `feeMinor`, waived for goods of `freeFromMinor` and more (null: never), and what the last weight step reached adds, which is never waived */
        FeeRule: {
            feeMinor: components["schemas"]["MinorUnits"];
            freeFromMinor: components["schemas"]["MinorUnits"] | null;
            /** @default [] */
            weightSteps: components["schemas"]["WeightStep"][];
        };
        FeeRuleToSet: {
            feeMinor: components["schemas"]["MinorUnits"];
            freeFromMinor: components["schemas"]["MinorUnits"] | null;
            /** @default [] */
            weightSteps?: components["schemas"]["WeightStep"][];
        };
        FieldError: {
            /** @description A path such as items.0.quantity */
            field: string;
            message: string;
        };
        Fleet: {
            couriers: components["schemas"]["Courier"][];
        };
        FleetCourier: {
            firstName: string;
            /** @description From listDepots: where the trips begin */
            depotId: string;
            /** @description What the vehicle carries at once */
            capacityGrams: number;
            /**
             * @description How much faster than the travel times: a cargo bike 0.7
             * @default 1
             */
            speedFactor: number;
            /** @description The shifts of a week that repeats; days without one are free */
            week: components["schemas"]["CourierWeekDay"][];
            /** Format: uuid */
            id: string;
            /** @description Counts changes; the ETag, for If-Match */
            revision: number;
        };
        /** @description You may not do this. */
        ForbiddenProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "forbidden";
        };
        /** @description Where each name answers the query: `[start, end]` pairs, `end` not included */
        Highlights: {
            ru: number[][];
            en: number[][];
        };
        Hit: {
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
        ImportJob: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "awaiting_upload" | "queued" | "running" | "done" | "failed" | "cancelled";
            fileName: string;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
            /** @description Why it failed, in a sentence */
            failure: string | null;
            sizeBytes: number;
            /** @description Where the file is to be sent, until it is started */
            upload: {
                /** @constant */
                method: "PUT";
                url: string;
                headers: {
                    [key: string]: string;
                };
                /** Format: date-time */
                expiresAt: string;
            } | null;
            options: {
                [key: string]: unknown;
            };
            phase: ("reading" | "writing") | null;
            /** @description What the file was taken for */
            found: {
                format: string;
                encoding: string;
                delimiter: string;
                columns: {
                    target: string;
                    columns: string[];
                }[];
                unused: string[];
            } | null;
            counts: {
                readBytes: number;
                rows: number;
                products: number;
                /** @description Products that are through */
                worked: number;
                created: number;
                updated: number;
                unchanged: number;
                /** @description Rows */
                rejected: number;
                leftValues: number;
                doubtful: number;
            };
            /** @description The first twenty; the report has all that is to be told */
            refused: components["schemas"]["RefusedRow"][];
            /** @description CSV of rejected rows, values left out and doubts, once it is done */
            report: {
                url: string;
                /** Format: date-time */
                expiresAt: string;
            } | null;
        };
        ImportList: {
            imports: components["schemas"]["ImportJob"][];
        };
        /** @description This, or what came before it, is still being worked on. */
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
        /** @description It is still in use. */
        InUseProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "in_use";
            /** @description Products have it, or stand in it */
            products: boolean;
            /** @description Of a category: others are below it */
            children?: boolean;
        };
        InboundSms: {
            MessageSid: string;
            From: string;
            Body: string;
            /** @description The gateway's own reading: STOP, START or HELP */
            OptOutType?: string;
        } & {
            [key: string]: string;
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
        Invitation: components["schemas"]["OperatorInvitation"] | components["schemas"]["CourierInvitation"];
        KeptAttribute: {
            key: string;
            value: number | boolean | components["schemas"]["Localized"];
            unit: string | null;
        };
        /** @description This Idempotency-Key was used for another request. */
        KeyReusedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "key_reused";
        };
        /** @description When a link was made. The link itself is kept nowhere */
        KnownLink: {
            /** Format: uuid */
            orderId: string;
            /** @description Of the order */
            number: string;
            /** Format: date-time */
            issuedAt: string;
            /** Format: date-time */
            expiresAt: string;
            /**
             * @description `order`: answered to who placed it. `text`: in texts since then. `lookup`: asked for with number and phone, by whoever knows them, operators too
             * @enum {string}
             */
            source: "order" | "text" | "lookup";
            /** @enum {string} */
            state: "live" | "expired" | "revoked";
            /** @description Null, too, where the person was forgotten and with them all links */
            revokedAt: string | null;
        };
        KnownLinks: {
            links: components["schemas"]["KnownLink"][];
        };
        /** @enum {string} */
        Language: "ru" | "en";
        /** @description It is still in use. */
        LastZoneProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "in_use";
            /** @constant */
            isLast: true;
        };
        /** @description So much of a product of the order */
        LineQuantity: {
            /** Format: uuid */
            productId: string;
            quantity: number;
        };
        LinksRevoked: {
            /** Format: date-time */
            revokedAt: string;
        };
        ListedOrder: {
            /** Format: uuid */
            orderId: string;
            number: string;
            status: components["schemas"]["OrderStatus"];
            /** Format: date-time */
            placedAt: string;
            contact: {
                name: string;
                phone: string;
            };
            totalMinor: components["schemas"]["MinorUnits"];
            currency: components["schemas"]["Currency"];
            payment: components["schemas"]["Payment"];
            goods: components["schemas"]["OrderGoods"];
            slot: components["schemas"]["OrderSlot"];
            courier: {
                /** Format: uuid */
                id: string;
                firstName: string;
            } | null;
        };
        ListedProduct: {
            /** Format: uuid */
            id: string;
            sku: string;
            slug: string;
            name: components["schemas"]["Localized"];
            /** @description Null only of a deleted product whose category is gone */
            category: string | null;
            /** @description Slug of the brand */
            brand: string | null;
            priceMinor: components["schemas"]["MinorUnits"];
            oldPriceMinor: components["schemas"]["MinorUnits"] | null;
            currency: components["schemas"]["Currency"];
            images: string[];
            published: boolean;
            deleted: boolean;
            /** @description What was counted, less what was sold */
            onHand: number;
            /** @description Set aside by checkouts */
            held: number;
            availability: components["schemas"]["Availability"];
            /** @description Counts edits; its ETag goes into If-Match */
            revision: number;
            /** Format: date-time */
            updatedAt: string;
        };
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
        Member: {
            /** Format: uuid */
            memberId: string;
            role: components["schemas"]["StaffRole"];
            phone: string;
            name: string;
            /**
             * Format: uuid
             * @description Of a courier: whose trips they are
             */
            courierId?: string;
            /** Format: date-time */
            invitedAt: string;
            /**
             * @description `active`: somebody has signed in with the phone and has the role. `lapsed`: the phone may be another’s by now, so nobody has it until it is given anew
             * @enum {string}
             */
            state: "invited" | "active" | "lapsed";
        };
        MessageSettings: {
            /** @description Whether texts about orders are sent to the phone */
            orders: boolean;
            /** @description Since when they are not */
            stoppedAt: string | null;
            /** @description `phone`: it answered STOP to a text, or told the gateway so */
            stoppedBy: ("profile" | "phone") | null;
            /** @description `phone`: only a text with START from it brings them back, since the gateway refuses them, too */
            resumeBy: ("profile" | "phone") | null;
            /** @description The shop sends this number nothing at all, whatever is wished */
            blockedByShop: boolean;
            /** @description The account’s: orders placed with another number are told to that one */
            phone: string;
        };
        MessageSettingsChange: {
            /** @description False: no texts about orders. Sign-in codes are sent all the same */
            orders: boolean;
        };
        /** @description An amount in minor units of its currency, such as kopecks */
        MinorUnits: number;
        /** @description A sum of amounts in minor units of their currency */
        MinorUnitsSum: number;
        MovedDelivery: {
            /** Format: uuid */
            deliveryId: string;
            /** Format: uuid */
            courierId: string;
            position: number;
            /** Format: date-time */
            eta: string;
        };
        NamesUpTo200: {
            ru: string;
            en: string;
        };
        NamesUpTo300: {
            ru: string;
            en: string;
        };
        NewAttribute: {
            key: string;
            name: components["schemas"]["NamesUpTo200"];
            /** @enum {string} */
            type: "text" | "number" | "boolean";
            /** @default null */
            unit?: string | null;
        };
        NewBrand: {
            name: string;
            slug?: string;
        };
        NewCategory: {
            /**
             * @description Null: at the root
             * @default null
             */
            parentId?: string | null;
            /** @description The last part of the path */
            slug: string;
            name: components["schemas"]["NamesUpTo200"];
            /** @description Place among its siblings, from 0; at the end unless given */
            position?: number;
        };
        NewDeliveryZone: {
            name: components["schemas"]["PlaceName"];
            fee: components["schemas"]["FeeRuleToSet"];
            /** @description Short, of a-z, 0-9 and - */
            id: string;
            /** @description A ring of longitude and latitude, as in GeoJSON; closed, if it is not. It must not cross itself, nor lie far from every street that is known */
            outline: [
                number,
                number
            ][];
            /** @description The last, if left out */
            place?: number;
        };
        NewImport: {
            fileName: string;
            sizeBytes: number;
            /** @default {} */
            options?: {
                /**
                 * @description What columns mean, over what is guessed: sku=item_id,name=title+color
                 * @default
                 */
                map?: string;
                /** @default false */
                dryRun?: boolean;
                /** @default RUB */
                currency?: string;
                /**
                 * @description Roubles for one unit of the currency
                 * @default 1
                 */
                rate?: number;
                /** @description Of new products, where no column gives it */
                stock?: number;
                delimiter?: string;
                encoding?: string;
            };
        };
        NewProduct: {
            sku: string;
            /** @description In addresses; the one before leads on to it */
            slug?: string;
            /** @description Where the product belongs */
            category: string;
            /**
             * @description Where it stands as well
             * @default []
             */
            otherCategories?: string[];
            /** @default null */
            brand?: string | null;
            name: components["schemas"]["NamesUpTo300"];
            /**
             * @default {
             *       "ru": "",
             *       "en": ""
             *     }
             */
            description?: {
                ru: string;
                en: string;
            };
            priceMinor: components["schemas"]["MinorUnits"];
            /**
             * @description Above the price, or null
             * @default null
             */
            oldPriceMinor?: components["schemas"]["MinorUnits"] | null;
            /** @default 0 */
            weightGrams?: number;
            /** @default [] */
            attributes?: components["schemas"]["ProductAttributeInput"][];
            /** @default [] */
            images?: string[];
            /** @default false */
            published?: boolean;
            /** @default 0 */
            stock?: number;
        };
        NewSession: {
            /** @description For Authorization: Bearer */
            accessToken: string;
            /**
             * Format: date-time
             * @description Of the access token
             */
            expiresAt: string;
            /** @description Of the access token */
            role: components["schemas"]["Role"];
            /** @description Every role that the account has */
            roles: components["schemas"]["Role"][];
            /** @description To be kept, also when signed out, for the next sign-in here */
            deviceToken: string;
        };
        /** @description It does not fit the plan. */
        NotFeasibleProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "not_feasible";
            /** @description What would not be kept, in English */
            reasons: string[];
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "not_feasible";
        };
        /** @description There is no such thing. */
        NotFoundProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "not_found";
        };
        /** @description The file has not come yet. */
        NotUploadedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "not_uploaded";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "not_uploaded";
        };
        /** @description Some orders are still under way. */
        OpenOrdersProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "open_orders";
            /** @description Numbers of orders that are not over */
            orders: string[];
            /** @description Which of them are cancelled, and paid: the money is given back first */
            toRefund?: string[];
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "open_orders";
        };
        OperatorAttribute: {
            key: string;
            name: components["schemas"]["Localized"];
            /** @enum {string} */
            type: "text" | "number" | "boolean";
            /** @description Of a number */
            unit: string | null;
            /** @description Counts edits; its ETag goes into If-Match */
            revision: number;
        };
        OperatorBrand: {
            slug: string;
            name: string;
            products: number;
            /** @description Counts edits; its ETag goes into If-Match */
            revision: number;
        };
        OperatorCategory: {
            /** Format: uuid */
            id: string;
            path: string;
            parentId: string | null;
            /** @description The last part of the path */
            slug: string;
            name: components["schemas"]["Localized"];
            /** @description Among its siblings, from 0 */
            position: number;
            /** @description In it and below, unpublished ones too */
            products: number;
            /** @description They lead to the category still */
            formerPaths: string[];
            /** @description Counts edits; its ETag goes into If-Match */
            revision: number;
        };
        OperatorCategoryList: {
            categories: components["schemas"]["OperatorCategory"][];
        };
        OperatorInvitation: {
            /** @constant */
            role: "operator";
            /** @description In any usual spelling; without a country code, Russian */
            phone: string;
            name: string;
        };
        OperatorOrder: {
            /** Format: uuid */
            orderId: string;
            number: string;
            status: components["schemas"]["OrderStatus"];
            cancelReason?: components["schemas"]["CancelReason"];
            /** Format: date-time */
            placedAt: string;
            /** @description What of the order is left */
            items: components["schemas"]["OrderLine"][];
            itemsMinor: components["schemas"]["MinorUnits"];
            deliveryFeeMinor: components["schemas"]["MinorUnits"];
            totalMinor: components["schemas"]["MinorUnits"];
            currency: components["schemas"]["Currency"];
            payment: components["schemas"]["Payment"];
            contact: {
                name: string;
                phone: string;
                /** Format: email */
                email?: string;
            };
            address: components["schemas"]["LocatedAddress"] | components["schemas"]["Address"];
            slot: components["schemas"]["OrderSlot"];
            comment?: string;
            delivery?: components["schemas"]["OrderDelivery"];
            accountId: string | null;
            ordered: {
                /** Format: uuid */
                productId: string;
                quantity: number;
                cancelled: number;
                returned: number;
            }[];
            goods: components["schemas"]["OrderGoods"];
            /** @description A change that waits for delivery's word */
            pending: ("cancel" | "remove") | null;
            /** @description What an operator can do to it now */
            may: {
                cancel: boolean;
                removeLines: boolean;
                pay: boolean;
                refund: boolean;
                takeBack: boolean;
            };
            history: components["schemas"]["OrderTrailEntry"][];
            notes: {
                /** Format: date-time */
                at: string;
                authorId: string;
                text: string;
            }[];
        };
        OperatorProduct: {
            /** Format: uuid */
            id: string;
            sku: string;
            slug: string;
            name: components["schemas"]["Localized"];
            /** @description Null only of a deleted product whose category is gone */
            category: string | null;
            /** @description Slug of the brand */
            brand: string | null;
            priceMinor: components["schemas"]["MinorUnits"];
            oldPriceMinor: components["schemas"]["MinorUnits"] | null;
            currency: components["schemas"]["Currency"];
            images: string[];
            published: boolean;
            deleted: boolean;
            /** @description What was counted, less what was sold */
            onHand: number;
            /** @description Set aside by checkouts */
            held: number;
            availability: components["schemas"]["Availability"];
            /** @description Counts edits; its ETag goes into If-Match */
            revision: number;
            /** Format: date-time */
            updatedAt: string;
            /** @description They lead to the product still */
            formerSlugs: string[];
            otherCategories: string[];
            description: components["schemas"]["Localized"];
            weightGrams: number;
            attributes: components["schemas"]["KeptAttribute"][];
            /** Format: date-time */
            createdAt: string;
            /** @description `operator:` and an id, `import` and an id, or `demo` */
            editedBy: string;
        };
        OperatorSlot: {
            id: string;
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            /** @description No place is given away so shortly before the start */
            cutoffMinutes: number;
            /** @description At most so many deliveries; null: as many as can be driven */
            capacity: number | null;
            /** @description Deliveries, and places held at checkout */
            taken: number;
            /** @description Counts changes; the ETag, for If-Match */
            revision: number;
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
            payment: components["schemas"]["Payment"];
            /** @description Whether its shopper can still call it off */
            mayCancel: boolean;
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
            /** @description Why the courier came in vain, while nothing has followed */
            failure?: {
                reason: string;
                /** Format: date-time */
                at: string;
                attempt: number;
                triedAgain: boolean;
            };
        };
        /**
         * @description Where the goods are: never sent, on the road, back after a cancellation, or lost on the road
         * @enum {string}
         */
        OrderGoods: "in_shop" | "out" | "back" | "lost";
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
        OrderLink: {
            /** Format: uuid */
            orderId: string;
            number: string;
            /** @description For X-Order-Token and trackDelivery */
            trackingToken: string;
            /** Format: uri */
            trackingUrl: string;
        };
        OrderLinkRequest: {
            /** @description Of the order, as people say it */
            number: string;
            /** @description In any usual spelling; without a country code, Russian */
            phone: string;
        };
        OrderList: {
            orders: components["schemas"]["OwnOrder"][];
            /**
             * Format: uuid
             * @description The cursor of the next page; absent on the last
             */
            next?: string;
        };
        OrderPage: {
            orders: components["schemas"]["ListedOrder"][];
            nextCursor: string | null;
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
        OrderTrailEntry: {
            version: number;
            status: components["schemas"]["OrderStatus"];
            /**
             * @description `status`: it moved there; the others happened while it was
             * @enum {string}
             */
            kind: "status" | "changed" | "payment" | "goods";
            /** Format: date-time */
            at: string;
            /** @description `shopper`, `operator`, `courier`, or the service whose news it was */
            actor: string;
            actorId: string | null;
            reason: string | null;
            details: {
                [key: string]: unknown;
            } | null;
            correlationId: string;
        };
        OtherCourierDay: {
            /** Format: date */
            date: string;
            /** @description Minutes after local midnight; null: does not work that day */
            hours: {
                startsMinute: number;
                endsMinute: number;
            } | null;
        };
        OtherCourierDays: {
            /** Format: uuid */
            courierId: string;
            /** @description From today on, by date */
            days: components["schemas"]["OtherCourierDay"][];
        };
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
        OutboxRow: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            carrier: "sns" | "rabbitmq" | "sqs";
            type: string;
            subject: string;
            sequence: number;
            /** Format: date-time */
            createdAt: string;
            publishedAt: string | null;
            attempts: number;
            lastError: string | null;
            /** @description Why an operator dropped it; then nobody published it */
            droppedReason: string | null;
        };
        OutboxRows: {
            rows: components["schemas"]["OutboxRow"][];
        };
        OwnOrder: {
            /** Format: uuid */
            orderId: string;
            /** @description What people say aloud */
            number: string;
            status: components["schemas"]["OrderStatus"];
            /** Format: date-time */
            placedAt: string;
            totalMinor: components["schemas"]["MinorUnits"];
            currency: components["schemas"]["Currency"];
            items: {
                name: components["schemas"]["Localized"];
                quantity: number;
            }[];
        };
        Payment: {
            method: components["schemas"]["PaymentMethod"];
            state: components["schemas"]["PaymentState"];
        };
        /**
         * @description At the door
         * @enum {string}
         */
        PaymentMethod: "cash" | "card";
        /**
         * @description `due`: to be paid at the door; nothing is due of a cancelled order
         * @enum {string}
         */
        PaymentState: "due" | "paid" | "refunded";
        PersonalData: {
            /** Format: date-time */
            exportedAt: string;
            profile: components["schemas"]["Profile"];
            messages: components["schemas"]["MessageSettings"];
            sessions: components["schemas"]["SessionFacts"][];
            /** @description Null where none was saved */
            cart: components["schemas"]["SavedCart"] | null;
            /** @description As readOrder tells them, with the whole contact */
            orders: ({
                /** Format: uuid */
                orderId: string;
            } & {
                [key: string]: unknown;
            })[];
        };
        PhotoUpload: {
            /** Format: uuid */
            photoId: string;
            upload: {
                /** @constant */
                method: "PUT";
                /** Format: uri */
                url: string;
                /** @description To be sent along */
                headers: {
                    [key: string]: string;
                };
                /** Format: date-time */
                expiresAt: string;
            };
        };
        PlaceName: {
            ru: string;
            en: string;
        };
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
        PositionsTaken: {
            kept: number;
            dropped: {
                /** @description More than a minute ahead of us */
                future: number;
                /** @description From before the trip under way, or there is none */
                offTrip: number;
                /** @description Far from everywhere we deliver */
                offMap: number;
                /** @description Off by more than 500 m */
                imprecise: number;
                /** @description Too close to the one before, in place or time, or late */
                redundant: number;
            };
        };
        /** @description It was changed meanwhile; read it again. */
        PreconditionFailedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "precondition_failed";
            /** @description What it is now */
            revision: number;
        };
        /** @description If-Match must say which revision is changed. */
        PreconditionRequiredProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "precondition_required";
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
        PriceFacet: {
            /** @description Null when nothing was found */
            min: components["schemas"]["MinorUnits"] | null;
            max: components["schemas"]["MinorUnits"] | null;
            /** @description A histogram: how many cost from `from` to below `to`. Steps with none are left out */
            steps: components["schemas"]["PriceStep"][];
        };
        PriceStep: {
            from: components["schemas"]["MinorUnits"];
            to: components["schemas"]["MinorUnits"] | null;
            count: number;
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
            code: "invalid_request" | "invalid_json" | "wrong_code" | "unauthorized" | "forbidden" | "not_found" | "in_progress" | "already_ordered" | "price_changed" | "out_of_stock" | "slot_taken" | "out_of_zone" | "open_orders" | "staff_conflict" | "stopped_by_phone" | "wrong_state" | "stop_moved" | "not_feasible" | "already_exists" | "deleted" | "not_uploaded" | "in_use" | "precondition_failed" | "too_large" | "unsupported_media_type" | "key_reused" | "precondition_required" | "too_many_requests" | "internal" | "unavailable";
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
        ProductAttributeInput: {
            key: string;
            value: number | boolean | components["schemas"]["AttributeText"];
            /** @description That of the attribute, if it is said at all */
            unit?: string | null;
        };
        ProductChange: {
            sku?: string;
            /** @description In addresses; the one before leads on to it */
            slug?: string;
            /** @description Where the product belongs */
            category?: string;
            /** @description Where it stands as well */
            otherCategories?: string[];
            brand?: string | null;
            name?: components["schemas"]["NamesUpTo300"];
            description?: {
                ru: string;
                en: string;
            };
            priceMinor?: components["schemas"]["MinorUnits"];
            /** @description Above the price, or null */
            oldPriceMinor?: components["schemas"]["MinorUnits"] | null;
            weightGrams?: number;
            attributes?: components["schemas"]["ProductAttributeInput"][];
            images?: string[];
            published?: boolean;
        };
        ProductHistory: {
            entries: components["schemas"]["ProductHistoryEntry"][];
            /** @description Null on the last page */
            nextCursor: string | null;
        };
        ProductHistoryEntry: {
            /** @description Counts edits; its ETag goes into If-Match */
            revision: number;
            /** @enum {string} */
            kind: "created" | "edited" | "deleted" | "restored";
            actor: string;
            /** @description What changed, by its name in the product */
            changes: {
                [key: string]: {
                    from: unknown;
                    to: unknown;
                };
            };
            /** Format: date-time */
            at: string;
        };
        ProductList: {
            items: components["schemas"]["ListedProduct"][];
            /** @description Null on the last page */
            nextCursor: string | null;
        };
        Profile: {
            /** Format: uuid */
            accountId: string;
            phone: string;
            name: string | null;
            language: components["schemas"]["Language"];
            addresses: components["schemas"]["SavedAddress"][];
            roles: components["schemas"]["Role"][];
            /** Format: date-time */
            createdAt: string;
        };
        ProfileChange: {
            /** @description Empty: none */
            name?: string;
            language?: components["schemas"]["Language"];
            /** @description All of them: those left out are forgotten */
            addresses?: components["schemas"]["SavedAddress"][];
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
        Refresh: {
            /** @description Of the access token: shopper, unless the account has the wanted one. Look at `role` of the answer */
            role?: components["schemas"]["Role"];
        };
        /** @description A row that could be read, but not written */
        RefusedRow: {
            line: number;
            column: string;
            reason: string;
        };
        /** @description A deed of a courier that came too late to be taken */
        RefusedStep: {
            /** Format: uuid */
            refusedStepId: string;
            /** Format: uuid */
            deliveryId: string;
            /** Format: uuid */
            orderId: string;
            orderNumber: string;
            courier: components["schemas"]["CourierName"];
            /**
             * @description What the courier says to have done
             * @enum {string}
             */
            step: "handOver" | "deliver" | "fail";
            /**
             * @description Why it was not taken: the order was called off, another courier has it, or it had been in vain before
             * @enum {string}
             */
            why: "called_off" | "moved" | "failed";
            /** @description Of the delivery now */
            status: components["schemas"]["DeliveryStatus"];
            /** Format: date-time */
            happenedAt: string;
            /** Format: date-time */
            receivedAt: string;
            proof: {
                /** @enum {string} */
                kind: "code" | "photo" | "note";
                note: string | null;
                photoId: string | null;
                /** @description Of a code: whether it is the one that the shopper was told */
                fits: boolean | null;
            } | null;
            reason: components["schemas"]["FailureReason"] | null;
            comment: string | null;
        };
        Replay: {
            replayed: number;
        };
        /** @description WGS 84, degrees */
        ReportedPosition: {
            /**
             * Format: date-time
             * @description When the device was there, by its own clock
             */
            at: string;
            lat: number;
            lon: number;
            /** @description What the device believes its error to be, metres */
            accuracyM?: number;
        };
        ReportedPositions: {
            points: components["schemas"]["ReportedPosition"][];
            /**
             * Format: date-time
             * @description What the device’s clock says as this is sent. If that is off by more than five seconds, and by less than a day, the times in it are corrected by as much.
             */
            sentAt?: string;
        };
        RepricedItem: {
            /** Format: uuid */
            productId: string;
            name: components["schemas"]["Localized"];
            quantity: number;
            priceMinor: components["schemas"]["MinorUnits"];
        };
        /** @enum {string} */
        Role: "shopper" | "courier" | "operator";
        RouteDeparture: {
            /** Format: uuid */
            routeId: string;
            /** @enum {string} */
            status: "departed" | "finished";
            /** Format: date-time */
            departedAt: string;
            stops: components["schemas"]["StopStep"][];
        };
        /** @description An address that checkout offers */
        SavedAddress: {
            label?: string;
            address: components["schemas"]["Address"];
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
            highlights: components["schemas"]["Highlights"];
        };
        SearchPage: {
            /**
             * @description What answered: `postgres` when there is no search engine, or it is not well
             * @enum {string}
             */
            engine: "opensearch" | "postgres";
            total: number;
            /** @description False: at least so many. Beyond some thousand PostgreSQL counts no further */
            isTotalExact: boolean;
            /**
             * @description What was asked of a hit: every word; every word, spelled about so; some of the words
             * @enum {string}
             */
            match: "all" | "misspelled" | "some";
            /** @description The query as it was probably meant */
            didYouMean: string | null;
            items: components["schemas"]["SearchHit"][];
            facets: components["schemas"]["Facets"];
            /** @description Null on the last page */
            nextCursor: string | null;
        };
        SearchQueryRecord: {
            /** @description Folded words */
            query: string;
            /** @enum {string} */
            problem: "nothing" | "slow";
            searches: number;
            slowestMs: number;
            /** Format: date-time */
            lastAt: string;
        };
        SearchQueryRecords: {
            queries: components["schemas"]["SearchQueryRecord"][];
        };
        /**
         * @description One of the services
         * @enum {string}
         */
        ServiceName: "backend" | "catalog" | "orders" | "delivery" | "notifications";
        Session: {
            /** @description For Authorization: Bearer */
            accessToken: string;
            /**
             * Format: date-time
             * @description Of the access token
             */
            expiresAt: string;
            /** @description Of the access token */
            role: components["schemas"]["Role"];
            /** @description Every role that the account has */
            roles: components["schemas"]["Role"][];
        };
        SessionFacts: {
            /** Format: date-time */
            signedInAt: string;
            /** Format: date-time */
            lastUsedAt: string;
            endedAt: string | null;
        };
        SetAsideMessage: {
            /** @description Of the message where it lies */
            id: string;
            /** @description Of the event, if it is one */
            type: string | null;
            eventId: string | null;
            /** @description An order's id, mostly */
            subject: string | null;
            /** @description Why its consumer gave it up */
            reason: string | null;
            attempts: number | null;
            /** @description When it was given up, or sent */
            at: string | null;
            sizeBytes: number;
            /** @description Only where one message is asked for */
            body?: string;
        };
        SetAsideMessages: {
            places: components["schemas"]["SetAsidePlace"][];
            messages: components["schemas"]["SetAsideMessage"][];
        };
        SetAsidePlace: {
            /** @description parked: and a queue of RabbitMQ, or dead: and one of SQS, as it is listed */
            place: string;
            count: number;
        };
        ShiftBreak: {
            /** @description It begins at the earliest then */
            fromMinute: number;
            /** @description It begins at the latest then */
            untilMinute: number;
            /** @description How long it is */
            minutes: number;
        };
        /** @description A product that cannot be had in full; `available` is what can */
        ShortItem: {
            /** Format: uuid */
            productId: string;
            requested: number;
            available: number;
        };
        ShownProof: {
            /** @description Null: delivered before proofs were asked for */
            kind: ("code" | "photo" | "note") | null;
            note: string | null;
            photo: {
                /** Format: uri */
                url: string;
                /** Format: date-time */
                expiresAt: string;
            } | null;
            /** Format: date-time */
            deliveredAt: string;
        };
        SignIn: {
            /** Format: uuid */
            signInId: string;
            code: string;
            /** @description Of the access token: shopper, unless the account has the wanted one. Look at `role` of the answer */
            role?: components["schemas"]["Role"];
            /** @description Of the last sign-in here: leads back to an account that was not used for half a year */
            deviceToken?: string;
        };
        /** @description Anyone may have the file from this address until then */
        SignedFile: {
            url: string;
            /** Format: date-time */
            expiresAt: string;
        };
        Slot: {
            id: string;
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            available: boolean;
        };
        SlotChoice: {
            /** @description An id from listDeliverySlots */
            slotId: string;
        };
        SlotOffer: {
            slotId: string;
            wished: components["schemas"]["TimeWindow"] | null;
        };
        SlotSettings: {
            /** @description At most so many deliveries; null: as many as can be driven */
            capacity: number | null;
            /** @description No place is given away so shortly before the start */
            cutoffMinutes: number;
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
        SlotTemplate: {
            weekdays: number[];
            /** @description After local midnight */
            startsMinute: number;
            /** @description After local midnight */
            endsMinute: number;
            /** @description No place is given away so shortly before the start */
            cutoffMinutes: number;
            /** @description At most so many deliveries; null: as many as can be driven */
            capacity: number | null;
            /** Format: uuid */
            id: string;
            /** @description Counts changes; the ETag, for If-Match */
            revision: number;
        };
        SlotTemplateSettings: {
            weekdays: number[];
            /** @description After local midnight */
            startsMinute: number;
            /** @description After local midnight */
            endsMinute: number;
            /** @description No place is given away so shortly before the start */
            cutoffMinutes: number;
            /** @description At most so many deliveries; null: as many as can be driven */
            capacity: number | null;
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
        SpareSignIn: {
            /** @description In any usual spelling; without a country code, Russian */
            phone: string;
            /** @description Of a text; small letters, spaces and hyphens as one likes */
            spareCode: string;
            /** @description Of the access token: shopper, unless the account has the wanted one. Look at `role` of the answer */
            role?: components["schemas"]["Role"];
            /** @description As for signIn */
            deviceToken?: string;
        };
        Staff: {
            staff: components["schemas"]["Member"][];
        };
        /** @description The staff does not allow this. */
        StaffConflictProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "staff_conflict";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "staff_conflict";
        };
        /** @enum {string} */
        StaffRole: "courier" | "operator";
        StepTaken: {
            /**
             * Format: date-time
             * @description When it was done, by the courier’s clock, if it is told later. No later than now and no earlier than what it follows on.
             */
            happenedAt?: string;
            /**
             * Format: date-time
             * @description What the device’s clock says as this is sent. If that is off by more than five seconds, and by less than a day, the times in it are corrected by as much.
             */
            sentAt?: string;
        };
        StockCount: {
            onHand: number;
            /**
             * @description Why, for the record of movements
             * @default
             */
            note?: string;
        };
        /** @description This stop is no longer yours; the shop has noted what you did. */
        StopMovedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "stop_moved";
            /** @description Of the delivery, which another courier has */
            deliveryStatus: string;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "stop_moved";
        };
        StopStep: {
            /** Format: uuid */
            stopId: string;
            status: components["schemas"]["DeliveryStatus"];
            deliveredAt: string | null;
        };
        /** @description The phone has said STOP to texts; START, texted from it, brings them back. */
        StoppedByPhoneProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "stopped_by_phone";
        };
        StreetAddress: {
            city: string;
            street: string;
            house: string;
        };
        Suggestions: {
            /** @description What else could be typed, in the language asked for */
            queries: string[];
            products: components["schemas"]["Hit"][];
            categories: components["schemas"]["CategoryName"][];
        };
        SynonymGroup: {
            /** Format: uuid */
            id: string;
            /** @description Any of them finds the others */
            names: string[];
            /** @description Counts edits; its ETag */
            revision: number;
            /** Format: date-time */
            updatedAt: string;
        };
        SynonymGroups: {
            synonyms: components["schemas"]["SynonymGroup"][];
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
        TrackedSlots: {
            /** @description The shop's, by its IANA name */
            timeZone: string;
            slots: components["schemas"]["Slot"][];
        };
        Tracking: {
            /** Format: uuid */
            orderId: string;
            orderNumber: string | null;
            status: components["schemas"]["TrackingStatus"];
            window: components["schemas"]["TimeWindow"] | null;
            /** @description The window is not the one that was wished: chooseTrackedSlot takes it, or another; unanswered, it stays so */
            offer: components["schemas"]["SlotOffer"] | null;
            eta: string | null;
            timeZone: string;
            courier: {
                firstName: string;
            } | null;
            /** @description Doors the courier visits before this one */
            stopsBefore: number | null;
            /** @description What the courier asks for at the door; told once the parcel is with the courier */
            code: string | null;
            /** @description The door; null once it is over */
            destination: components["schemas"]["Coordinates"] | null;
            /** @description Where the courier was last, while the order is on its way */
            position: components["schemas"]["CourierPosition"] | null;
            deliveredAt: string | null;
            history: {
                status: components["schemas"]["TrackingStatus"];
                /** Format: date-time */
                at: string;
            }[];
        };
        /**
         * @description `preparing`: no courier yet. `failed`: the courier came in vain
         * @enum {string}
         */
        TrackingStatus: "preparing" | "assigned" | "handed_over" | "departed" | "delivered" | "failed" | "cancelled";
        Trail: {
            /** @description In the order of time */
            entries: components["schemas"]["TrailEntry"][];
            /** @description Services that did not answer: of them nothing is here */
            unreachable: components["schemas"]["ServiceName"][];
        };
        TrailEntry: {
            /** Format: date-time */
            at: string;
            kind: string;
            what: string;
            correlationId: string | null;
            details: {
                [key: string]: unknown;
            };
            service: components["schemas"]["ServiceName"];
        };
        TripEnd: {
            /** @description Each parcel that is with the courier, as far as is known */
            parcels: {
                /** Format: uuid */
                deliveryId: string;
                /**
                 * @description `returned`: it is at the depot, and is planned anew. `lost`: its order is cancelled, its goods are written off
                 * @enum {string}
                 */
                fate: "returned" | "lost";
            }[];
            /** @description False: the courier is taken off the day of the trip, unless it is over, so that nothing is planned for them any more */
            courierWorksOn: boolean;
        };
        UnassignedDelivery: {
            /** Format: uuid */
            deliveryId: string;
            /** Format: uuid */
            orderId: string;
            orderNumber: string;
            address: components["schemas"]["StreetAddress"];
            location: components["schemas"]["Coordinates"] | null;
            /** @description Null: it has no slot yet */
            window: components["schemas"]["TimeWindow"] | null;
            weightGrams: number;
            reason: components["schemas"]["UnassignedReason"];
        };
        /**
         * @description `waiting`: the next look finds a courier. `no_room`: other stops take the time. `out_of_reach`: nobody gets there in time, even with nothing else to do. `too_large`: no vehicle of the day is large enough. `no_slot`: no slot is free. `address_unknown`, `out_of_zone`, `too_heavy`: somebody has to help
         * @enum {string}
         */
        UnassignedReason: "waiting" | "no_room" | "out_of_reach" | "too_large" | "no_slot" | "address_unknown" | "out_of_zone" | "too_heavy";
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
        /** @description The body must be application/json in UTF-8, not compressed. */
        UnsupportedMediaTypeProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "unsupported_media_type";
        };
        /** @description Orders of this weight and more cost so much more to deliver */
        WeightStep: {
            fromGrams: number;
            extraMinor: components["schemas"]["MinorUnits"];
        };
        WorkedMessages: {
            worked: number;
        };
        /** @description The code is wrong or has ended. */
        WrongCodeProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "wrong_code";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "wrong_code";
        };
        /** @description This is not possible any more. */
        WrongStateProblem: components["schemas"]["Problem"] & {
            /** @constant */
            code: "wrong_state";
            /** @description Of the order */
            orderStatus?: string;
            /** @description Of its delivery, which knows whether the parcel has left */
            deliveryStatus?: string;
            /** @description Of its payment */
            paymentState?: string;
            /** @description Of the trip now: it was planned anew since it was shown */
            planVersion?: number;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "wrong_state";
        };
    };
    responses: {
        /** @description `already_exists`: There is one of that name already. */
        AlreadyExists: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AlreadyExistsProblem"];
            };
        };
        /** @description `already_exists`: There is one of that name already. `deleted`: It was deleted. */
        AlreadyExistsOrDeleted: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AlreadyExistsProblem"] | components["schemas"]["DeletedProblem"];
            };
        };
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
        /** @description `deleted`: It was deleted. */
        Deleted: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["DeletedProblem"];
            };
        };
        /** @description `in_use`: It is still in use. */
        DepotInUse: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["DepotInUseProblem"];
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
        /** @description `in_progress`: This, or what came before it, is still being worked on. `slot_taken`: This delivery slot is no longer free. `wrong_state`: This is not possible any more. */
        InProgressOrSlotTakenOrWrongState: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InProgressProblem"] | components["schemas"]["SlotTakenProblem"] | components["schemas"]["WrongStateProblem"];
            };
        };
        /** @description `in_progress`: This, or what came before it, is still being worked on. `wrong_state`: This is not possible any more. */
        InProgressOrWrongState: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InProgressProblem"] | components["schemas"]["WrongStateProblem"];
            };
        };
        /** @description `in_use`: It is still in use. */
        InUse: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InUseProblem"];
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
        /** @description `invalid_json`: The body is not valid JSON. `invalid_request`: The request has errors. `wrong_code`: The code is wrong or has ended. */
        InvalidJsonOrInvalidRequestOrWrongCode: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidJsonProblem"] | components["schemas"]["InvalidRequestProblem"] | components["schemas"]["WrongCodeProblem"];
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
        /** @description `in_use`: It is still in use. */
        LastZone: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["LastZoneProblem"];
            };
        };
        /** @description `not_feasible`: It does not fit the plan. `wrong_state`: This is not possible any more. */
        NotFeasibleOrWrongState: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotFeasibleProblem"] | components["schemas"]["WrongStateProblem"];
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
        /** @description `not_uploaded`: The file has not come yet. */
        NotUploaded: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotUploadedProblem"];
            };
        };
        /** @description `not_uploaded`: The file has not come yet. `stop_moved`: This stop is no longer yours; the shop has noted what you did. `wrong_state`: This is not possible any more. */
        NotUploadedOrStopMovedOrWrongState: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotUploadedProblem"] | components["schemas"]["StopMovedProblem"] | components["schemas"]["WrongStateProblem"];
            };
        };
        /** @description `open_orders`: Some orders are still under way. `staff_conflict`: The staff does not allow this. */
        OpenOrdersOrStaffConflict: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["OpenOrdersProblem"] | components["schemas"]["StaffConflictProblem"];
            };
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
        /** @description `precondition_required`: If-Match must say which revision is changed. */
        PreconditionRequired: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PreconditionRequiredProblem"];
            };
        };
        /** @description `slot_taken`: This delivery slot is no longer free. `wrong_state`: This is not possible any more. */
        SlotTakenOrWrongState: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["SlotTakenProblem"] | components["schemas"]["WrongStateProblem"];
            };
        };
        /** @description `staff_conflict`: The staff does not allow this. */
        StaffConflict: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["StaffConflictProblem"];
            };
        };
        /** @description `stop_moved`: This stop is no longer yours; the shop has noted what you did. `wrong_state`: This is not possible any more. */
        StopMovedOrWrongState: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["StopMovedProblem"] | components["schemas"]["WrongStateProblem"];
            };
        };
        /** @description `stopped_by_phone`: The phone has said STOP to texts; START, texted from it, brings them back. */
        StoppedByPhone: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["StoppedByPhoneProblem"];
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
        /** @description `unsupported_media_type`: The body must be application/json in UTF-8, not compressed. */
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
    listOrders: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Orders on a page */
                limit?: number;
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
            /** @description A page of orders */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "orders": [
                     *         {
                     *           "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *           "number": "10001-4",
                     *           "status": "scheduled",
                     *           "placedAt": "2026-11-22T09:16:02.731Z",
                     *           "totalMinor": 522900,
                     *           "currency": "RUB",
                     *           "items": [
                     *             {
                     *               "name": {
                     *                 "ru": "Сковорода чугунная «Жар» 26 см",
                     *                 "en": "Zhar cast-iron skillet, 26 cm"
                     *               },
                     *               "quantity": 2
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OrderList"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
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
                /** @description Of earlier requests for the cart whose answers never came, and which this one takes the place of: up to 16, with a space between two. Name them until you are told of an order, also after a refusal: they may still be on their way */
                "Replaces-Idempotency-Key"?: string;
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
                     *         "state": "due"
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
            /** @description `already_ordered`: This cart was ordered already. `in_progress`: This, or what came before it, is still being worked on. `out_of_stock`: Some items are no longer available. `out_of_zone`: We do not deliver to this address yet. `price_changed`: Prices have changed. `slot_taken`: This delivery slot is no longer free. */
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
                /** @description The ETag of what is to be changed */
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
    requestCode: {
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
                "application/json": components["schemas"]["CodeRequest"];
            };
        };
        responses: {
            /** @description It is on its way */
            202: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "signInId": "5b8f0a4e-7d1c-4a9b-b6f3-0c2d9e8a7f61",
                     *       "expiresAt": "2026-11-22T09:25:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["CodeSent"];
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
    signIn: {
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
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description A session */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description The refresh token: HttpOnly, SameSite=Strict, for this path only */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJIUzI1NiIsImtpZCI6IngifQ.eyJyb2xlIjoic2hvcHBlciJ9.c2lnbmF0dXJl",
                     *       "expiresAt": "2026-11-22T09:30:00.000Z",
                     *       "role": "shopper",
                     *       "roles": [
                     *         "shopper"
                     *       ],
                     *       "deviceToken": "oWJzq0Tt2nYV6cKd8uLrPwXe5fGh1iMb3sAaCvBzQkE"
                     *     }
                     */
                    "application/json": components["schemas"]["NewSession"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequestOrWrongCode"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    signOut: {
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
        requestBody?: never;
        responses: {
            /** @description Nobody is signed in here */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description The refresh token: HttpOnly, SameSite=Strict, for this path only */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    signInWithSpareCode: {
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
                "application/json": components["schemas"]["SpareSignIn"];
            };
        };
        responses: {
            /** @description A session */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description The refresh token: HttpOnly, SameSite=Strict, for this path only */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJIUzI1NiIsImtpZCI6IngifQ.eyJyb2xlIjoic2hvcHBlciJ9.c2lnbmF0dXJl",
                     *       "expiresAt": "2026-11-22T09:30:00.000Z",
                     *       "role": "shopper",
                     *       "roles": [
                     *         "shopper"
                     *       ],
                     *       "deviceToken": "oWJzq0Tt2nYV6cKd8uLrPwXe5fGh1iMb3sAaCvBzQkE"
                     *     }
                     */
                    "application/json": components["schemas"]["NewSession"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequestOrWrongCode"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    refreshSession: {
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
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description The session */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description The refresh token: HttpOnly, SameSite=Strict, for this path only */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJIUzI1NiIsImtpZCI6IngifQ.eyJyb2xlIjoic2hvcHBlciJ9.c2lnbmF0dXJl",
                     *       "expiresAt": "2026-11-22T09:30:00.000Z",
                     *       "role": "shopper",
                     *       "roles": [
                     *         "shopper"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    signOutEverywhere: {
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
        requestBody?: never;
        responses: {
            /** @description No session is left */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description The refresh token: HttpOnly, SameSite=Strict, for this path only */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readProfile: {
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
        requestBody?: never;
        responses: {
            /** @description The profile */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accountId": "0199d3c5-a1b2-7c3d-8e4f-5a6b7c8d9e01",
                     *       "phone": "+79161234567",
                     *       "name": "Анна",
                     *       "language": "ru",
                     *       "addresses": [
                     *         {
                     *           "label": "Дом",
                     *           "address": {
                     *             "city": "Заречье",
                     *             "street": "Заводская улица",
                     *             "house": "7",
                     *             "apartment": "12"
                     *           }
                     *         }
                     *       ],
                     *       "roles": [
                     *         "shopper"
                     *       ],
                     *       "createdAt": "2026-11-22T09:15:30.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    deleteProfile: {
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
        requestBody?: never;
        responses: {
            /** @description There is no account any more */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description The refresh token: HttpOnly, SameSite=Strict, for this path only */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["OpenOrdersOrStaffConflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    changeProfile: {
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
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description The profile */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accountId": "0199d3c5-a1b2-7c3d-8e4f-5a6b7c8d9e01",
                     *       "phone": "+79161234567",
                     *       "name": "Анна",
                     *       "language": "ru",
                     *       "addresses": [
                     *         {
                     *           "label": "Дом",
                     *           "address": {
                     *             "city": "Заречье",
                     *             "street": "Заводская улица",
                     *             "house": "7",
                     *             "apartment": "12"
                     *           }
                     *         }
                     *       ],
                     *       "roles": [
                     *         "shopper"
                     *       ],
                     *       "createdAt": "2026-11-22T09:15:30.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readMessageSettings: {
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
        requestBody?: never;
        responses: {
            /** @description The settings */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "phone": "+79161234567",
                     *       "orders": true,
                     *       "stoppedAt": null,
                     *       "stoppedBy": null,
                     *       "resumeBy": null,
                     *       "blockedByShop": false
                     *     }
                     */
                    "application/json": components["schemas"]["MessageSettings"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    changeMessageSettings: {
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
                "application/json": components["schemas"]["MessageSettingsChange"];
            };
        };
        responses: {
            /** @description What holds now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "phone": "+79161234567",
                     *       "orders": false,
                     *       "stoppedAt": "2026-11-22T10:00:00.000Z",
                     *       "stoppedBy": "profile",
                     *       "resumeBy": "profile",
                     *       "blockedByShop": false
                     *     }
                     */
                    "application/json": components["schemas"]["MessageSettings"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["StoppedByPhone"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    exportPersonalData: {
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
        requestBody?: never;
        responses: {
            /** @description The data */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exportedAt": "2026-11-22T10:00:00.000Z",
                     *       "profile": {
                     *         "accountId": "0199d3c5-a1b2-7c3d-8e4f-5a6b7c8d9e01",
                     *         "phone": "+79161234567",
                     *         "name": "Анна",
                     *         "language": "ru",
                     *         "addresses": [
                     *           {
                     *             "label": "Дом",
                     *             "address": {
                     *               "city": "Заречье",
                     *               "street": "Заводская улица",
                     *               "house": "7",
                     *               "apartment": "12"
                     *             }
                     *           }
                     *         ],
                     *         "roles": [
                     *           "shopper"
                     *         ],
                     *         "createdAt": "2026-11-22T09:15:30.000Z"
                     *       },
                     *       "messages": {
                     *         "phone": "+79161234567",
                     *         "orders": true,
                     *         "stoppedAt": null,
                     *         "stoppedBy": null,
                     *         "resumeBy": null,
                     *         "blockedByShop": false
                     *       },
                     *       "sessions": [
                     *         {
                     *           "signedInAt": "2026-11-22T09:15:30.000Z",
                     *           "lastUsedAt": "2026-11-22T09:45:00.000Z",
                     *           "endedAt": null
                     *         }
                     *       ],
                     *       "cart": {
                     *         "cartId": "0199d3c4-0b5e-4b1f-8f0a-3d5f6a7b8c91",
                     *         "lines": [
                     *           {
                     *             "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *             "quantity": 2
                     *           }
                     *         ],
                     *         "revision": 3
                     *       },
                     *       "orders": [
                     *         {
                     *           "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *           "number": "10001-4",
                     *           "status": "scheduled"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PersonalData"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    requestOrderLink: {
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
                "application/json": components["schemas"]["OrderLinkRequest"];
            };
        };
        responses: {
            /** @description A link to the order */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *       "number": "10001-4",
                     *       "trackingToken": "AQGZ08XhdyqKm04fW2x9CoVqcz4BGX3mTzq4c5LrUu1d",
                     *       "trackingUrl": "https://shop.example/t/AQGZ08XhdyqKm04fW2x9CoVqcz4BGX3mTzq4c5LrUu1d"
                     *     }
                     */
                    "application/json": components["schemas"]["OrderLink"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
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
    listStaff: {
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
        requestBody?: never;
        responses: {
            /** @description Everybody */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "staff": [
                     *         {
                     *           "memberId": "0199d3c5-b2c3-7d4e-9f50-6b7c8d9e0f12",
                     *           "role": "courier",
                     *           "phone": "+79160000001",
                     *           "name": "Илья",
                     *           "courierId": "01900000-0000-7000-8000-000000000001",
                     *           "invitedAt": "2026-11-20T08:00:00.000Z",
                     *           "state": "active"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Staff"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    inviteMember: {
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
                "application/json": components["schemas"]["Invitation"];
            };
        };
        responses: {
            /** @description A member of the staff */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memberId": "0199d3c5-b2c3-7d4e-9f50-6b7c8d9e0f12",
                     *       "role": "courier",
                     *       "phone": "+79160000001",
                     *       "name": "Илья",
                     *       "courierId": "01900000-0000-7000-8000-000000000001",
                     *       "invitedAt": "2026-11-20T08:00:00.000Z",
                     *       "state": "active"
                     *     }
                     */
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["StaffConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    removeMember: {
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
                /** @description From listStaff */
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The role is gone */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StaffConflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    endMemberSessions: {
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
                /** @description From listStaff */
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Their sessions are over */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ended": 2
                     *     }
                     */
                    "application/json": components["schemas"]["EndedSessions"];
                };
            };
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
    revokeOrderLinks: {
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
                /** @description Of a placed order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are void */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "revokedAt": "2026-11-22T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LinksRevoked"];
                };
            };
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
    listSetAsideMessages: {
        parameters: {
            query?: {
                /** @description parked: and a queue of RabbitMQ, or dead: and one of SQS, as it is listed */
                place?: string;
                /** @description One of its messages */
                id?: string;
                /** @description Messages at most */
                limit?: number;
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
            /** @description Where they are, and which */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "places": [
                     *         {
                     *           "place": "parked:notifications.delivery",
                     *           "count": 1
                     *         }
                     *       ],
                     *       "messages": [
                     *         {
                     *           "id": "5f2b7c1e9a3d4f60b8c7d6e5f4a3b2c1",
                     *           "type": "delivery.courier_assigned",
                     *           "eventId": "0199d3c5-e1b0-7c11-a2d4-5e6f7a8b9c0d",
                     *           "subject": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *           "reason": "delivery.courier_assigned version 2 is newer than 1",
                     *           "attempts": 1,
                     *           "at": "2026-11-22T09:16:02.000Z",
                     *           "sizeBytes": 1214
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SetAsideMessages"];
                };
            };
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
    workSetAsideMessages: {
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
                "application/json": {
                    /** @description parked: and a queue of RabbitMQ, or dead: and one of SQS, as it is listed */
                    place: string;
                    ids: string[];
                    /** @enum {string} */
                    remedy: "retry" | "drop";
                };
            };
        };
        responses: {
            /** @description How many were there */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "worked": 1
                     *     }
                     */
                    "application/json": components["schemas"]["WorkedMessages"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
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
    readTrail: {
        parameters: {
            query?: {
                /** @description Either this */
                orderId?: string;
                /** @description or this */
                correlationId?: string;
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
            /** @description What happened */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "at": "2026-11-22T09:16:02.731Z",
                     *           "service": "orders",
                     *           "kind": "history",
                     *           "what": "placed",
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10",
                     *           "details": {
                     *             "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *             "version": 1,
                     *             "actor": "shopper",
                     *             "actorId": null,
                     *             "reason": null,
                     *             "details": null
                     *           }
                     *         },
                     *         {
                     *           "at": "2026-11-22T09:16:02.980Z",
                     *           "service": "catalog",
                     *           "kind": "stock",
                     *           "what": "sale",
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10",
                     *           "details": {
                     *             "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *             "delta": -2,
                     *             "heldDelta": -2,
                     *             "onHand": 40,
                     *             "reference": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85"
                     *           }
                     *         }
                     *       ],
                     *       "unreachable": []
                     *     }
                     */
                    "application/json": components["schemas"]["Trail"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readAuditLog: {
        parameters: {
            query?: {
                /** @description Who did it */
                actorId?: string;
                /** @description What it was done to */
                targetId?: string;
                /** @description Such as order.cancel */
                action?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Entries on a page */
                limit?: number;
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
            /** @description A page of the log */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "id": "0199d3f0-11aa-7b22-8c33-44dd55ee66ff",
                     *           "service": "orders",
                     *           "at": "2026-11-22T10:02:11.480Z",
                     *           "actorId": "operator-1",
                     *           "action": "order.cancel",
                     *           "target": {
                     *             "type": "order",
                     *             "id": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85"
                     *           },
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10",
                     *           "before": {
                     *             "status": "scheduled"
                     *           },
                     *           "after": {
                     *             "status": "cancelled",
                     *             "reason": "operator"
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": null,
                     *       "unreachable": []
                     *     }
                     */
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listOutbox: {
        parameters: {
            query: {
                /** @description Whose outbox */
                service: components["schemas"]["ServiceName"];
                /** @description Such as order.placed */
                type?: string;
                /** @description An order's id, mostly */
                subject?: string;
                /** @description Written at this instant or later */
                from?: string;
                /** @description Written before */
                to?: string;
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
            /** @description The rows */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rows": [
                     *         {
                     *           "id": "0199d3c5-e1b0-7c11-a2d4-5e6f7a8b9c0d",
                     *           "carrier": "sns",
                     *           "type": "order.placed",
                     *           "subject": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *           "sequence": 1,
                     *           "createdAt": "2026-11-22T09:16:02.731Z",
                     *           "publishedAt": "2026-11-22T09:16:02.790Z",
                     *           "attempts": 1,
                     *           "lastError": null,
                     *           "droppedReason": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OutboxRows"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    replayOutbox: {
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
                "application/json": {
                    ids?: string[];
                    type?: string;
                    subject?: string;
                    /** Format: date-time */
                    from?: string;
                    /** Format: date-time */
                    to?: string;
                    service: components["schemas"]["ServiceName"];
                    into?: components["schemas"]["ConsumerQueue"];
                };
            };
        };
        responses: {
            /** @description How many are published again */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
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
                /** @description Only what costs less than it did */
                discount?: boolean;
                /** @description An attribute and its value, `key:value`; repeatable. Values of one attribute are alternatives. A text in either language, `true` or `false`, a number, or bounds of one: `width:60..80`, `width:60..`, `width:..80` */
                attr?: string[];
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
                     *       "isTotalExact": true,
                     *       "match": "all",
                     *       "didYouMean": null,
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
                     *           "availability": "enough",
                     *           "highlights": {
                     *             "ru": [
                     *               [
                     *                 0,
                     *                 9
                     *               ]
                     *             ],
                     *             "en": []
                     *           }
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
                     *           "max": 249000,
                     *           "steps": [
                     *             {
                     *               "from": 200000,
                     *               "to": 500000,
                     *               "count": 1
                     *             }
                     *           ]
                     *         },
                     *         "attributes": [
                     *           {
                     *             "key": "material",
                     *             "name": {
                     *               "ru": "Материал",
                     *               "en": "Material"
                     *             },
                     *             "type": "text",
                     *             "unit": null,
                     *             "count": 1,
                     *             "values": [
                     *               {
                     *                 "value": {
                     *                   "ru": "чугун",
                     *                   "en": "cast iron"
                     *                 },
                     *                 "count": 1
                     *               }
                     *             ],
                     *             "min": null,
                     *             "max": null
                     *           },
                     *           {
                     *             "key": "diameter",
                     *             "name": {
                     *               "ru": "Диаметр",
                     *               "en": "Diameter"
                     *             },
                     *             "type": "number",
                     *             "unit": "cm",
                     *             "count": 1,
                     *             "values": [],
                     *             "min": 26,
                     *             "max": 26
                     *           }
                     *         ],
                     *         "inStock": 1,
                     *         "discounted": 1
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
    suggestSearches: {
        parameters: {
            query?: {
                /** @description What is typed so far */
                q?: string;
                /** @description Of the queries suggested */
                lang?: components["schemas"]["Language"];
                /** @description Of each kind */
                limit?: number;
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
            /** @description Suggestions */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queries": [
                     *         "сковорода чугунная"
                     *       ],
                     *       "products": [
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
                     *       "categories": [
                     *         {
                     *           "path": "kitchen/cookware",
                     *           "name": {
                     *             "ru": "Посуда для готовки",
                     *             "en": "Cookware"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Suggestions"];
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
    findCategory: {
        parameters: {
            query: {
                /** @description As it stood in an address */
                path: string;
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
            /** @description The category as it is now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "path": "kitchen/cookware",
                     *       "name": {
                     *         "ru": "Посуда для готовки",
                     *         "en": "Cookware"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CategoryName"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listSynonyms: {
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
        requestBody?: never;
        responses: {
            /** @description The groups, by their first names */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "synonyms": [
                     *         {
                     *           "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b12",
                     *           "names": [
                     *             "диван",
                     *             "софа",
                     *             "sofa",
                     *             "couch"
                     *           ],
                     *           "revision": 1,
                     *           "updatedAt": "2026-11-20T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SynonymGroups"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    putSynonym: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description Chosen by whoever makes the group */
                synonymId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    names: string[];
                };
            };
        };
        responses: {
            /** @description The group as it is now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description The revision */
                    Etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b12",
                     *       "names": [
                     *         "диван",
                     *         "софа",
                     *         "sofa",
                     *         "couch"
                     *       ],
                     *       "revision": 1,
                     *       "updatedAt": "2026-11-20T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SynonymGroup"];
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
    deleteSynonym: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description Chosen by whoever makes the group */
                synonymId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listSearchQueries: {
        parameters: {
            query?: {
                /** @description Both unless given */
                problem?: "nothing" | "slow";
                /** @description Of the last days, today included */
                days?: number;
                /** @description Queries in the answer */
                limit?: number;
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
            /** @description Queries with how often they were searched for */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queries": [
                     *         {
                     *           "query": "самокат",
                     *           "problem": "nothing",
                     *           "searches": 12,
                     *           "slowestMs": 41,
                     *           "lastAt": "2026-11-20T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SearchQueryRecords"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description Words or parts of words, a sku */
                q?: string;
                /** @description A category and all below it */
                category?: string;
                /** @description Of this brand */
                brand?: string;
                /** @description Only those shown in the shop, or only those that are not */
                published?: boolean;
                /** @description The deleted ones instead */
                deleted?: boolean;
                /** @description In this band */
                availability?: components["schemas"]["Availability"];
                /** @description `-` for the largest or latest first */
                sort?: "-updated" | "sku" | "price" | "-price";
                /** @description `nextCursor` of the page before, all else being the same */
                cursor?: string;
                /** @description How many on a page */
                limit?: number;
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
                     *       "items": [
                     *         {
                     *           "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "sku": "KB-0001",
                     *           "slug": "zhar-cast-iron-skillet-26",
                     *           "name": {
                     *             "ru": "Сковорода чугунная «Жар» 26 см",
                     *             "en": "Zhar cast-iron skillet, 26 cm"
                     *           },
                     *           "category": "kitchen/cookware",
                     *           "brand": "chugunov",
                     *           "priceMinor": 249000,
                     *           "oldPriceMinor": 299000,
                     *           "currency": "RUB",
                     *           "images": [
                     *             "skillet"
                     *           ],
                     *           "published": true,
                     *           "deleted": false,
                     *           "onHand": 36,
                     *           "held": 2,
                     *           "availability": "enough",
                     *           "revision": 3,
                     *           "updatedAt": "2026-11-20T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ProductList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    createProduct: {
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
                "application/json": components["schemas"]["NewProduct"];
            };
        };
        responses: {
            /** @description The product */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description Of this revision, for If-Match */
                    Etag: string;
                    /** @description Address of the product */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *       "sku": "KB-0001",
                     *       "slug": "zhar-cast-iron-skillet-26",
                     *       "name": {
                     *         "ru": "Сковорода чугунная «Жар» 26 см",
                     *         "en": "Zhar cast-iron skillet, 26 cm"
                     *       },
                     *       "category": "kitchen/cookware",
                     *       "brand": "chugunov",
                     *       "priceMinor": 249000,
                     *       "oldPriceMinor": 299000,
                     *       "currency": "RUB",
                     *       "images": [
                     *         "skillet"
                     *       ],
                     *       "published": true,
                     *       "deleted": false,
                     *       "onHand": 36,
                     *       "held": 2,
                     *       "availability": "enough",
                     *       "revision": 3,
                     *       "updatedAt": "2026-11-20T08:00:00.000Z",
                     *       "formerSlugs": [
                     *         "zhar-skillet"
                     *       ],
                     *       "otherCategories": [],
                     *       "description": {
                     *         "ru": "Тяжёлая чугунная сковорода.",
                     *         "en": "A heavy cast-iron skillet."
                     *       },
                     *       "weightGrams": 2350,
                     *       "attributes": [
                     *         {
                     *           "key": "diameter",
                     *           "value": 26,
                     *           "unit": "cm"
                     *         },
                     *         {
                     *           "key": "material",
                     *           "value": {
                     *             "ru": "чугун",
                     *             "en": "cast iron"
                     *           },
                     *           "unit": null
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-01T08:00:00.000Z",
                     *       "editedBy": "operator:o-1"
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorProduct"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readOperatorProduct: {
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
                /** @description Of a product, shown or not */
                productId: string;
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
                     *       "sku": "KB-0001",
                     *       "slug": "zhar-cast-iron-skillet-26",
                     *       "name": {
                     *         "ru": "Сковорода чугунная «Жар» 26 см",
                     *         "en": "Zhar cast-iron skillet, 26 cm"
                     *       },
                     *       "category": "kitchen/cookware",
                     *       "brand": "chugunov",
                     *       "priceMinor": 249000,
                     *       "oldPriceMinor": 299000,
                     *       "currency": "RUB",
                     *       "images": [
                     *         "skillet"
                     *       ],
                     *       "published": true,
                     *       "deleted": false,
                     *       "onHand": 36,
                     *       "held": 2,
                     *       "availability": "enough",
                     *       "revision": 3,
                     *       "updatedAt": "2026-11-20T08:00:00.000Z",
                     *       "formerSlugs": [
                     *         "zhar-skillet"
                     *       ],
                     *       "otherCategories": [],
                     *       "description": {
                     *         "ru": "Тяжёлая чугунная сковорода.",
                     *         "en": "A heavy cast-iron skillet."
                     *       },
                     *       "weightGrams": 2350,
                     *       "attributes": [
                     *         {
                     *           "key": "diameter",
                     *           "value": 26,
                     *           "unit": "cm"
                     *         },
                     *         {
                     *           "key": "material",
                     *           "value": {
                     *             "ru": "чугун",
                     *             "en": "cast iron"
                     *           },
                     *           "unit": null
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-01T08:00:00.000Z",
                     *       "editedBy": "operator:o-1"
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorProduct"];
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
    deleteProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description Of a product, shown or not */
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    changeProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description Of a product, shown or not */
                productId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductChange"];
            };
        };
        responses: {
            /** @description The product */
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
                     *       "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *       "sku": "KB-0001",
                     *       "slug": "zhar-cast-iron-skillet-26",
                     *       "name": {
                     *         "ru": "Сковорода чугунная «Жар» 26 см",
                     *         "en": "Zhar cast-iron skillet, 26 cm"
                     *       },
                     *       "category": "kitchen/cookware",
                     *       "brand": "chugunov",
                     *       "priceMinor": 249000,
                     *       "oldPriceMinor": 299000,
                     *       "currency": "RUB",
                     *       "images": [
                     *         "skillet"
                     *       ],
                     *       "published": true,
                     *       "deleted": false,
                     *       "onHand": 36,
                     *       "held": 2,
                     *       "availability": "enough",
                     *       "revision": 3,
                     *       "updatedAt": "2026-11-20T08:00:00.000Z",
                     *       "formerSlugs": [
                     *         "zhar-skillet"
                     *       ],
                     *       "otherCategories": [],
                     *       "description": {
                     *         "ru": "Тяжёлая чугунная сковорода.",
                     *         "en": "A heavy cast-iron skillet."
                     *       },
                     *       "weightGrams": 2350,
                     *       "attributes": [
                     *         {
                     *           "key": "diameter",
                     *           "value": 26,
                     *           "unit": "cm"
                     *         },
                     *         {
                     *           "key": "material",
                     *           "value": {
                     *             "ru": "чугун",
                     *             "en": "cast iron"
                     *           },
                     *           "unit": null
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-01T08:00:00.000Z",
                     *       "editedBy": "operator:o-1"
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorProduct"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AlreadyExistsOrDeleted"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    publishProduct: {
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
                /** @description Of a product, shown or not */
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product */
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
                     *       "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *       "sku": "KB-0001",
                     *       "slug": "zhar-cast-iron-skillet-26",
                     *       "name": {
                     *         "ru": "Сковорода чугунная «Жар» 26 см",
                     *         "en": "Zhar cast-iron skillet, 26 cm"
                     *       },
                     *       "category": "kitchen/cookware",
                     *       "brand": "chugunov",
                     *       "priceMinor": 249000,
                     *       "oldPriceMinor": 299000,
                     *       "currency": "RUB",
                     *       "images": [
                     *         "skillet"
                     *       ],
                     *       "published": true,
                     *       "deleted": false,
                     *       "onHand": 36,
                     *       "held": 2,
                     *       "availability": "enough",
                     *       "revision": 3,
                     *       "updatedAt": "2026-11-20T08:00:00.000Z",
                     *       "formerSlugs": [
                     *         "zhar-skillet"
                     *       ],
                     *       "otherCategories": [],
                     *       "description": {
                     *         "ru": "Тяжёлая чугунная сковорода.",
                     *         "en": "A heavy cast-iron skillet."
                     *       },
                     *       "weightGrams": 2350,
                     *       "attributes": [
                     *         {
                     *           "key": "diameter",
                     *           "value": 26,
                     *           "unit": "cm"
                     *         },
                     *         {
                     *           "key": "material",
                     *           "value": {
                     *             "ru": "чугун",
                     *             "en": "cast iron"
                     *           },
                     *           "unit": null
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-01T08:00:00.000Z",
                     *       "editedBy": "operator:o-1"
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorProduct"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Deleted"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    unpublishProduct: {
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
                /** @description Of a product, shown or not */
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product */
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
                     *       "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *       "sku": "KB-0001",
                     *       "slug": "zhar-cast-iron-skillet-26",
                     *       "name": {
                     *         "ru": "Сковорода чугунная «Жар» 26 см",
                     *         "en": "Zhar cast-iron skillet, 26 cm"
                     *       },
                     *       "category": "kitchen/cookware",
                     *       "brand": "chugunov",
                     *       "priceMinor": 249000,
                     *       "oldPriceMinor": 299000,
                     *       "currency": "RUB",
                     *       "images": [
                     *         "skillet"
                     *       ],
                     *       "published": true,
                     *       "deleted": false,
                     *       "onHand": 36,
                     *       "held": 2,
                     *       "availability": "enough",
                     *       "revision": 3,
                     *       "updatedAt": "2026-11-20T08:00:00.000Z",
                     *       "formerSlugs": [
                     *         "zhar-skillet"
                     *       ],
                     *       "otherCategories": [],
                     *       "description": {
                     *         "ru": "Тяжёлая чугунная сковорода.",
                     *         "en": "A heavy cast-iron skillet."
                     *       },
                     *       "weightGrams": 2350,
                     *       "attributes": [
                     *         {
                     *           "key": "diameter",
                     *           "value": 26,
                     *           "unit": "cm"
                     *         },
                     *         {
                     *           "key": "material",
                     *           "value": {
                     *             "ru": "чугун",
                     *             "en": "cast iron"
                     *           },
                     *           "unit": null
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-01T08:00:00.000Z",
                     *       "editedBy": "operator:o-1"
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorProduct"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Deleted"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    restoreProduct: {
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
                /** @description Of a product, shown or not */
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product */
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
                     *       "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *       "sku": "KB-0001",
                     *       "slug": "zhar-cast-iron-skillet-26",
                     *       "name": {
                     *         "ru": "Сковорода чугунная «Жар» 26 см",
                     *         "en": "Zhar cast-iron skillet, 26 cm"
                     *       },
                     *       "category": "kitchen/cookware",
                     *       "brand": "chugunov",
                     *       "priceMinor": 249000,
                     *       "oldPriceMinor": 299000,
                     *       "currency": "RUB",
                     *       "images": [
                     *         "skillet"
                     *       ],
                     *       "published": true,
                     *       "deleted": false,
                     *       "onHand": 36,
                     *       "held": 2,
                     *       "availability": "enough",
                     *       "revision": 3,
                     *       "updatedAt": "2026-11-20T08:00:00.000Z",
                     *       "formerSlugs": [
                     *         "zhar-skillet"
                     *       ],
                     *       "otherCategories": [],
                     *       "description": {
                     *         "ru": "Тяжёлая чугунная сковорода.",
                     *         "en": "A heavy cast-iron skillet."
                     *       },
                     *       "weightGrams": 2350,
                     *       "attributes": [
                     *         {
                     *           "key": "diameter",
                     *           "value": 26,
                     *           "unit": "cm"
                     *         },
                     *         {
                     *           "key": "material",
                     *           "value": {
                     *             "ru": "чугун",
                     *             "en": "cast iron"
                     *           },
                     *           "unit": null
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-01T08:00:00.000Z",
                     *       "editedBy": "operator:o-1"
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorProduct"];
                };
            };
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
    countStock: {
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
                /** @description Of a product, shown or not */
                productId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockCount"];
            };
        };
        responses: {
            /** @description The product */
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
                     *       "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *       "sku": "KB-0001",
                     *       "slug": "zhar-cast-iron-skillet-26",
                     *       "name": {
                     *         "ru": "Сковорода чугунная «Жар» 26 см",
                     *         "en": "Zhar cast-iron skillet, 26 cm"
                     *       },
                     *       "category": "kitchen/cookware",
                     *       "brand": "chugunov",
                     *       "priceMinor": 249000,
                     *       "oldPriceMinor": 299000,
                     *       "currency": "RUB",
                     *       "images": [
                     *         "skillet"
                     *       ],
                     *       "published": true,
                     *       "deleted": false,
                     *       "onHand": 36,
                     *       "held": 2,
                     *       "availability": "enough",
                     *       "revision": 3,
                     *       "updatedAt": "2026-11-20T08:00:00.000Z",
                     *       "formerSlugs": [
                     *         "zhar-skillet"
                     *       ],
                     *       "otherCategories": [],
                     *       "description": {
                     *         "ru": "Тяжёлая чугунная сковорода.",
                     *         "en": "A heavy cast-iron skillet."
                     *       },
                     *       "weightGrams": 2350,
                     *       "attributes": [
                     *         {
                     *           "key": "diameter",
                     *           "value": 26,
                     *           "unit": "cm"
                     *         },
                     *         {
                     *           "key": "material",
                     *           "value": {
                     *             "ru": "чугун",
                     *             "en": "cast iron"
                     *           },
                     *           "unit": null
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-01T08:00:00.000Z",
                     *       "editedBy": "operator:o-1"
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorProduct"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
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
    readProductHistory: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before, all else being the same */
                cursor?: string;
                /** @description How many on a page */
                limit?: number;
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
            path: {
                /** @description Of a product, shown or not */
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of edits */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "revision": 3,
                     *           "kind": "edited",
                     *           "actor": "operator:o-1",
                     *           "changes": {
                     *             "priceMinor": {
                     *               "from": 259000,
                     *               "to": 249000
                     *             }
                     *           },
                     *           "at": "2026-11-20T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ProductHistory"];
                };
            };
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
    updateProducts: {
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
                "application/json": components["schemas"]["BulkUpdate"];
            };
        };
        responses: {
            /** @description What became of each row */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "results": [
                     *         {
                     *           "row": 0,
                     *           "id": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "sku": "KB-0001",
                     *           "outcome": "changed",
                     *           "revision": 4,
                     *           "error": null
                     *         },
                     *         {
                     *           "row": 1,
                     *           "id": null,
                     *           "sku": "KB-0002",
                     *           "outcome": "rejected",
                     *           "revision": null,
                     *           "error": {
                     *             "field": "sku",
                     *             "message": "is no product of the shop"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BulkResults"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listOperatorCategories: {
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
            /** @description All categories */
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
                     *           "id": "0199d3a1-5a10-7c3e-8d21-4b6f9e0a1c22",
                     *           "path": "kitchen/cookware",
                     *           "parentId": "0199d3a1-5a10-7c3e-8d21-4b6f9e0a1c21",
                     *           "slug": "cookware",
                     *           "name": {
                     *             "ru": "Посуда для готовки",
                     *             "en": "Cookware"
                     *           },
                     *           "position": 0,
                     *           "products": 7,
                     *           "formerPaths": [
                     *             "kitchen/pots"
                     *           ],
                     *           "revision": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorCategoryList"];
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
    createCategory: {
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
                "application/json": components["schemas"]["NewCategory"];
            };
        };
        responses: {
            /** @description The category */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description Of this revision, for If-Match */
                    Etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3a1-5a10-7c3e-8d21-4b6f9e0a1c22",
                     *       "path": "kitchen/cookware",
                     *       "parentId": "0199d3a1-5a10-7c3e-8d21-4b6f9e0a1c21",
                     *       "slug": "cookware",
                     *       "name": {
                     *         "ru": "Посуда для готовки",
                     *         "en": "Cookware"
                     *       },
                     *       "position": 0,
                     *       "products": 7,
                     *       "formerPaths": [
                     *         "kitchen/pots"
                     *       ],
                     *       "revision": 2
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorCategory"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    deleteCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description Of a category */
                categoryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InUse"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    changeCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description Of a category */
                categoryId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryChange"];
            };
        };
        responses: {
            /** @description The category */
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
                     *       "id": "0199d3a1-5a10-7c3e-8d21-4b6f9e0a1c22",
                     *       "path": "kitchen/cookware",
                     *       "parentId": "0199d3a1-5a10-7c3e-8d21-4b6f9e0a1c21",
                     *       "slug": "cookware",
                     *       "name": {
                     *         "ru": "Посуда для готовки",
                     *         "en": "Cookware"
                     *       },
                     *       "position": 0,
                     *       "products": 7,
                     *       "formerPaths": [
                     *         "kitchen/pots"
                     *       ],
                     *       "revision": 2
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorCategory"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AlreadyExists"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readCategoryFacets: {
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
                /** @description Of a category */
                categoryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings in force */
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
                     *       "facets": [
                     *         {
                     *           "attribute": "diameter",
                     *           "shown": true,
                     *           "position": 0,
                     *           "setAt": "kitchen"
                     *         }
                     *       ],
                     *       "revision": 2
                     *     }
                     */
                    "application/json": components["schemas"]["CategoryFacets"];
                };
            };
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
    setCategoryFacets: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description Of a category */
                categoryId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FacetsOfCategory"];
            };
        };
        responses: {
            /** @description The settings in force */
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
                     *       "facets": [
                     *         {
                     *           "attribute": "diameter",
                     *           "shown": true,
                     *           "position": 0,
                     *           "setAt": "kitchen"
                     *         }
                     *       ],
                     *       "revision": 2
                     *     }
                     */
                    "application/json": components["schemas"]["CategoryFacets"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listBrands: {
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
            /** @description All brands, by name */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "brands": [
                     *         {
                     *           "slug": "chugunov",
                     *           "name": "Chugunov",
                     *           "products": 12,
                     *           "revision": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BrandList"];
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
    createBrand: {
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
                "application/json": components["schemas"]["NewBrand"];
            };
        };
        responses: {
            /** @description The brand */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description Of this revision, for If-Match */
                    Etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "chugunov",
                     *       "name": "Chugunov",
                     *       "products": 12,
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorBrand"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    deleteBrand: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description The slug of a brand */
                brandSlug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InUse"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    changeBrand: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description The slug of a brand */
                brandSlug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrandChange"];
            };
        };
        responses: {
            /** @description The brand */
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
                     *       "slug": "chugunov",
                     *       "name": "Chugunov",
                     *       "products": 12,
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorBrand"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listAttributes: {
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
            /** @description All attributes, by key */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attributes": [
                     *         {
                     *           "key": "diameter",
                     *           "name": {
                     *             "ru": "Диаметр",
                     *             "en": "Diameter"
                     *           },
                     *           "type": "number",
                     *           "unit": "cm",
                     *           "revision": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AttributeList"];
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
    createAttribute: {
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
                "application/json": components["schemas"]["NewAttribute"];
            };
        };
        responses: {
            /** @description The attribute */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description Of this revision, for If-Match */
                    Etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "diameter",
                     *       "name": {
                     *         "ru": "Диаметр",
                     *         "en": "Diameter"
                     *       },
                     *       "type": "number",
                     *       "unit": "cm",
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorAttribute"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    deleteAttribute: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description The key of an attribute */
                attributeKey: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InUse"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    changeAttribute: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description The key of an attribute */
                attributeKey: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributeChange"];
            };
        };
        responses: {
            /** @description The attribute */
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
                     *       "key": "diameter",
                     *       "name": {
                     *         "ru": "Диаметр",
                     *         "en": "Diameter"
                     *       },
                     *       "type": "number",
                     *       "unit": "cm",
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorAttribute"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InUse"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listImports: {
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
        requestBody?: never;
        responses: {
            /** @description The newest first */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "imports": [
                     *         {
                     *           "id": "0199d3c5-7e10-7a52-b0c4-1f2e3d4c5b6a",
                     *           "createdBy": "operator:o-1",
                     *           "createdAt": "2026-11-20T08:00:00.000Z",
                     *           "failure": null,
                     *           "state": "done",
                     *           "finishedAt": "2026-11-20T08:01:00.000Z",
                     *           "fileName": "goods.csv",
                     *           "sizeBytes": 52000,
                     *           "upload": null,
                     *           "options": {
                     *             "currency": "RUB"
                     *           },
                     *           "phase": "writing",
                     *           "found": {
                     *             "format": "csv",
                     *             "encoding": "utf-8",
                     *             "delimiter": ";",
                     *             "columns": [
                     *               {
                     *                 "target": "sku",
                     *                 "columns": [
                     *                   "Артикул"
                     *                 ]
                     *               }
                     *             ],
                     *             "unused": []
                     *           },
                     *           "counts": {
                     *             "readBytes": 52000,
                     *             "rows": 400,
                     *             "products": 390,
                     *             "worked": 390,
                     *             "created": 12,
                     *             "updated": 30,
                     *             "unchanged": 348,
                     *             "rejected": 2,
                     *             "leftValues": 0,
                     *             "doubtful": 0
                     *           },
                     *           "refused": [],
                     *           "report": {
                     *             "url": "https://files.example/report.csv",
                     *             "expiresAt": "2026-11-20T09:00:00.000Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ImportList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    createImport: {
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
                "application/json": components["schemas"]["NewImport"];
            };
        };
        responses: {
            /** @description The import */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3c5-7e10-7a52-b0c4-1f2e3d4c5b6a",
                     *       "createdBy": "operator:o-1",
                     *       "createdAt": "2026-11-20T08:00:00.000Z",
                     *       "failure": null,
                     *       "state": "done",
                     *       "finishedAt": "2026-11-20T08:01:00.000Z",
                     *       "fileName": "goods.csv",
                     *       "sizeBytes": 52000,
                     *       "upload": null,
                     *       "options": {
                     *         "currency": "RUB"
                     *       },
                     *       "phase": "writing",
                     *       "found": {
                     *         "format": "csv",
                     *         "encoding": "utf-8",
                     *         "delimiter": ";",
                     *         "columns": [
                     *           {
                     *             "target": "sku",
                     *             "columns": [
                     *               "Артикул"
                     *             ]
                     *           }
                     *         ],
                     *         "unused": []
                     *       },
                     *       "counts": {
                     *         "readBytes": 52000,
                     *         "rows": 400,
                     *         "products": 390,
                     *         "worked": 390,
                     *         "created": 12,
                     *         "updated": 30,
                     *         "unchanged": 348,
                     *         "rejected": 2,
                     *         "leftValues": 0,
                     *         "doubtful": 0
                     *       },
                     *       "refused": [],
                     *       "report": {
                     *         "url": "https://files.example/report.csv",
                     *         "expiresAt": "2026-11-20T09:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ImportJob"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readImport: {
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
                /** @description Of an import */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3c5-7e10-7a52-b0c4-1f2e3d4c5b6a",
                     *       "createdBy": "operator:o-1",
                     *       "createdAt": "2026-11-20T08:00:00.000Z",
                     *       "failure": null,
                     *       "state": "done",
                     *       "finishedAt": "2026-11-20T08:01:00.000Z",
                     *       "fileName": "goods.csv",
                     *       "sizeBytes": 52000,
                     *       "upload": null,
                     *       "options": {
                     *         "currency": "RUB"
                     *       },
                     *       "phase": "writing",
                     *       "found": {
                     *         "format": "csv",
                     *         "encoding": "utf-8",
                     *         "delimiter": ";",
                     *         "columns": [
                     *           {
                     *             "target": "sku",
                     *             "columns": [
                     *               "Артикул"
                     *             ]
                     *           }
                     *         ],
                     *         "unused": []
                     *       },
                     *       "counts": {
                     *         "readBytes": 52000,
                     *         "rows": 400,
                     *         "products": 390,
                     *         "worked": 390,
                     *         "created": 12,
                     *         "updated": 30,
                     *         "unchanged": 348,
                     *         "rejected": 2,
                     *         "leftValues": 0,
                     *         "doubtful": 0
                     *       },
                     *       "refused": [],
                     *       "report": {
                     *         "url": "https://files.example/report.csv",
                     *         "expiresAt": "2026-11-20T09:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ImportJob"];
                };
            };
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
    startImport: {
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
                /** @description Of an import */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import */
            202: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3c5-7e10-7a52-b0c4-1f2e3d4c5b6a",
                     *       "createdBy": "operator:o-1",
                     *       "createdAt": "2026-11-20T08:00:00.000Z",
                     *       "failure": null,
                     *       "state": "done",
                     *       "finishedAt": "2026-11-20T08:01:00.000Z",
                     *       "fileName": "goods.csv",
                     *       "sizeBytes": 52000,
                     *       "upload": null,
                     *       "options": {
                     *         "currency": "RUB"
                     *       },
                     *       "phase": "writing",
                     *       "found": {
                     *         "format": "csv",
                     *         "encoding": "utf-8",
                     *         "delimiter": ";",
                     *         "columns": [
                     *           {
                     *             "target": "sku",
                     *             "columns": [
                     *               "Артикул"
                     *             ]
                     *           }
                     *         ],
                     *         "unused": []
                     *       },
                     *       "counts": {
                     *         "readBytes": 52000,
                     *         "rows": 400,
                     *         "products": 390,
                     *         "worked": 390,
                     *         "created": 12,
                     *         "updated": 30,
                     *         "unchanged": 348,
                     *         "rejected": 2,
                     *         "leftValues": 0,
                     *         "doubtful": 0
                     *       },
                     *       "refused": [],
                     *       "report": {
                     *         "url": "https://files.example/report.csv",
                     *         "expiresAt": "2026-11-20T09:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ImportJob"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotUploaded"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    cancelImport: {
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
                /** @description Of an import */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import */
            202: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3c5-7e10-7a52-b0c4-1f2e3d4c5b6a",
                     *       "createdBy": "operator:o-1",
                     *       "createdAt": "2026-11-20T08:00:00.000Z",
                     *       "failure": null,
                     *       "state": "done",
                     *       "finishedAt": "2026-11-20T08:01:00.000Z",
                     *       "fileName": "goods.csv",
                     *       "sizeBytes": 52000,
                     *       "upload": null,
                     *       "options": {
                     *         "currency": "RUB"
                     *       },
                     *       "phase": "writing",
                     *       "found": {
                     *         "format": "csv",
                     *         "encoding": "utf-8",
                     *         "delimiter": ";",
                     *         "columns": [
                     *           {
                     *             "target": "sku",
                     *             "columns": [
                     *               "Артикул"
                     *             ]
                     *           }
                     *         ],
                     *         "unused": []
                     *       },
                     *       "counts": {
                     *         "readBytes": 52000,
                     *         "rows": 400,
                     *         "products": 390,
                     *         "worked": 390,
                     *         "created": 12,
                     *         "updated": 30,
                     *         "unchanged": 348,
                     *         "rejected": 2,
                     *         "leftValues": 0,
                     *         "doubtful": 0
                     *       },
                     *       "refused": [],
                     *       "report": {
                     *         "url": "https://files.example/report.csv",
                     *         "expiresAt": "2026-11-20T09:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ImportJob"];
                };
            };
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
    createExport: {
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
        requestBody?: never;
        responses: {
            /** @description The export */
            202: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3c5-7e10-7a52-b0c4-1f2e3d4c5b6a",
                     *       "createdBy": "operator:o-1",
                     *       "createdAt": "2026-11-20T08:00:00.000Z",
                     *       "failure": null,
                     *       "state": "done",
                     *       "finishedAt": "2026-11-20T08:01:00.000Z",
                     *       "fileName": "catalogue-2026-11-20.csv",
                     *       "rows": 312,
                     *       "sizeBytes": 210000,
                     *       "file": {
                     *         "url": "https://files.example/catalogue.csv",
                     *         "expiresAt": "2026-11-20T09:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ExportJob"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readExport: {
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
                /** @description Of an export */
                exportId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The export */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3c5-7e10-7a52-b0c4-1f2e3d4c5b6a",
                     *       "createdBy": "operator:o-1",
                     *       "createdAt": "2026-11-20T08:00:00.000Z",
                     *       "failure": null,
                     *       "state": "done",
                     *       "finishedAt": "2026-11-20T08:01:00.000Z",
                     *       "fileName": "catalogue-2026-11-20.csv",
                     *       "rows": 312,
                     *       "sizeBytes": 210000,
                     *       "file": {
                     *         "url": "https://files.example/catalogue.csv",
                     *         "expiresAt": "2026-11-20T09:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ExportJob"];
                };
            };
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
                     *       "payment": {
                     *         "method": "cash",
                     *         "state": "due"
                     *       },
                     *       "mayCancel": true,
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
    cancelOrder: {
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
                /** @description Of a placed order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The cart that was ordered without signing in
                     */
                    cartId?: string;
                    /** @enum {string} */
                    reason: "changed_mind" | "ordered_by_mistake" | "too_late" | "found_elsewhere" | "other";
                };
            };
        };
        responses: {
            /** @description The order is cancelled */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *       "number": "10001-4",
                     *       "status": "cancelled",
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
                     *       "payment": {
                     *         "method": "cash",
                     *         "state": "due"
                     *       },
                     *       "mayCancel": false,
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
                     *         },
                     *         {
                     *           "status": "cancelled",
                     *           "at": "2026-11-22T10:02:11.480Z",
                     *           "reason": "shopper"
                     *         }
                     *       ],
                     *       "cancelReason": "shopper"
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InProgressOrWrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listOrderLinks: {
        parameters: {
            query?: {
                /** @description Either this */
                orderId?: string;
                /** @description or this */
                phone?: string;
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
            /** @description The links, without their tokens */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "links": [
                     *         {
                     *           "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *           "number": "10001-4",
                     *           "issuedAt": "2026-11-23T08:00:00.000Z",
                     *           "expiresAt": "2027-01-22T08:00:00.000Z",
                     *           "source": "lookup",
                     *           "state": "live",
                     *           "revokedAt": null
                     *         },
                     *         {
                     *           "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *           "number": "10001-4",
                     *           "issuedAt": "2026-11-22T09:16:02.000Z",
                     *           "expiresAt": "2027-01-21T09:16:02.000Z",
                     *           "source": "order",
                     *           "state": "revoked",
                     *           "revokedAt": "2026-11-22T10:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["KnownLinks"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    searchOrders: {
        parameters: {
            query?: {
                /** @description Only these */
                status?: components["schemas"]["OrderStatus"];
                /** @description Placed at this instant or later */
                from?: string;
                /** @description Placed before */
                to?: string;
                /** @description To be brought in this slot */
                slotId?: string;
                /** @description Of who ordered */
                phone?: string;
                /** @description As people say it */
                number?: string;
                /** @description Brought, or to be brought, by this courier */
                courierId?: string;
                /** @description `refund`: cancelled and paid. `goods`: cancelled, and its goods are out, neither back nor lost. `delivery`: no courier for ten minutes, such as for an address that is not on the map, or failed and not tried again */
                needs?: "refund" | "goods" | "delivery";
                /** @description `nextCursor` of the page before, all else being the same */
                cursor?: string;
                /** @description Orders on a page */
                limit?: number;
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
            /** @description A page of orders */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "orders": [
                     *         {
                     *           "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *           "number": "10001-4",
                     *           "status": "scheduled",
                     *           "placedAt": "2026-11-22T09:16:02.731Z",
                     *           "contact": {
                     *             "name": "Анна",
                     *             "phone": "+79161234567"
                     *           },
                     *           "totalMinor": 522900,
                     *           "currency": "RUB",
                     *           "payment": {
                     *             "method": "cash",
                     *             "state": "due"
                     *           },
                     *           "goods": "in_shop",
                     *           "slot": {
                     *             "id": "20261123-18",
                     *             "start": "2026-11-23T15:00:00.000Z",
                     *             "end": "2026-11-23T17:00:00.000Z",
                     *             "state": "held"
                     *           },
                     *           "courier": {
                     *             "id": "01900000-0000-7000-8000-000000000001",
                     *             "firstName": "Илья"
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    readOrderAsOperator: {
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
            /** @description The order as it is now */
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
                     *       "payment": {
                     *         "method": "cash",
                     *         "state": "due"
                     *       },
                     *       "contact": {
                     *         "name": "Анна",
                     *         "phone": "+79161234567"
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
                     *       "accountId": null,
                     *       "ordered": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "quantity": 2,
                     *           "cancelled": 0,
                     *           "returned": 0
                     *         }
                     *       ],
                     *       "goods": "in_shop",
                     *       "pending": null,
                     *       "may": {
                     *         "cancel": true,
                     *         "removeLines": true,
                     *         "pay": true,
                     *         "refund": false,
                     *         "takeBack": false
                     *       },
                     *       "history": [
                     *         {
                     *           "version": 1,
                     *           "status": "placed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:02.731Z",
                     *           "actor": "shopper",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 2,
                     *           "status": "confirmed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.102Z",
                     *           "actor": "catalog",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 3,
                     *           "status": "scheduled",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.644Z",
                     *           "actor": "delivery",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         }
                     *       ],
                     *       "notes": [
                     *         {
                     *           "at": "2026-11-22T09:40:00.000Z",
                     *           "authorId": "operator-1",
                     *           "text": "Позвонить за час"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorOrder"];
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
    cancelOrderAsOperator: {
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
                /** @description Of a placed order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The order as it is now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
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
                     *       "payment": {
                     *         "method": "cash",
                     *         "state": "due"
                     *       },
                     *       "contact": {
                     *         "name": "Анна",
                     *         "phone": "+79161234567"
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
                     *       "accountId": null,
                     *       "ordered": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "quantity": 2,
                     *           "cancelled": 0,
                     *           "returned": 0
                     *         }
                     *       ],
                     *       "goods": "in_shop",
                     *       "pending": null,
                     *       "may": {
                     *         "cancel": true,
                     *         "removeLines": true,
                     *         "pay": true,
                     *         "refund": false,
                     *         "takeBack": false
                     *       },
                     *       "history": [
                     *         {
                     *           "version": 1,
                     *           "status": "placed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:02.731Z",
                     *           "actor": "shopper",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 2,
                     *           "status": "confirmed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.102Z",
                     *           "actor": "catalog",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 3,
                     *           "status": "scheduled",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.644Z",
                     *           "actor": "delivery",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         }
                     *       ],
                     *       "notes": [
                     *         {
                     *           "at": "2026-11-22T09:40:00.000Z",
                     *           "authorId": "operator-1",
                     *           "text": "Позвонить за час"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorOrder"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InProgressOrWrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    removeOrderLines: {
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
                /** @description Of a placed order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lines: components["schemas"]["LineQuantity"][];
                    /** @enum {string} */
                    wish: "shop" | "shopper";
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The order as it is now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
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
                     *       "payment": {
                     *         "method": "cash",
                     *         "state": "due"
                     *       },
                     *       "contact": {
                     *         "name": "Анна",
                     *         "phone": "+79161234567"
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
                     *       "accountId": null,
                     *       "ordered": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "quantity": 2,
                     *           "cancelled": 0,
                     *           "returned": 0
                     *         }
                     *       ],
                     *       "goods": "in_shop",
                     *       "pending": null,
                     *       "may": {
                     *         "cancel": true,
                     *         "removeLines": true,
                     *         "pay": true,
                     *         "refund": false,
                     *         "takeBack": false
                     *       },
                     *       "history": [
                     *         {
                     *           "version": 1,
                     *           "status": "placed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:02.731Z",
                     *           "actor": "shopper",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 2,
                     *           "status": "confirmed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.102Z",
                     *           "actor": "catalog",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 3,
                     *           "status": "scheduled",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.644Z",
                     *           "actor": "delivery",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         }
                     *       ],
                     *       "notes": [
                     *         {
                     *           "at": "2026-11-22T09:40:00.000Z",
                     *           "authorId": "operator-1",
                     *           "text": "Позвонить за час"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorOrder"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InProgressOrWrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    recordPayment: {
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
                /** @description Of a placed order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    state: "paid" | "refunded";
                };
            };
        };
        responses: {
            /** @description The order as it is now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
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
                     *       "payment": {
                     *         "method": "cash",
                     *         "state": "due"
                     *       },
                     *       "contact": {
                     *         "name": "Анна",
                     *         "phone": "+79161234567"
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
                     *       "accountId": null,
                     *       "ordered": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "quantity": 2,
                     *           "cancelled": 0,
                     *           "returned": 0
                     *         }
                     *       ],
                     *       "goods": "in_shop",
                     *       "pending": null,
                     *       "may": {
                     *         "cancel": true,
                     *         "removeLines": true,
                     *         "pay": true,
                     *         "refund": false,
                     *         "takeBack": false
                     *       },
                     *       "history": [
                     *         {
                     *           "version": 1,
                     *           "status": "placed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:02.731Z",
                     *           "actor": "shopper",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 2,
                     *           "status": "confirmed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.102Z",
                     *           "actor": "catalog",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 3,
                     *           "status": "scheduled",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.644Z",
                     *           "actor": "delivery",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         }
                     *       ],
                     *       "notes": [
                     *         {
                     *           "at": "2026-11-22T09:40:00.000Z",
                     *           "authorId": "operator-1",
                     *           "text": "Позвонить за час"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorOrder"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InProgressOrWrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    takeBackGoods: {
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
                /** @description Of a placed order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lines?: components["schemas"]["LineQuantity"][];
                };
            };
        };
        responses: {
            /** @description The order as it is now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
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
                     *       "payment": {
                     *         "method": "cash",
                     *         "state": "due"
                     *       },
                     *       "contact": {
                     *         "name": "Анна",
                     *         "phone": "+79161234567"
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
                     *       "accountId": null,
                     *       "ordered": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "quantity": 2,
                     *           "cancelled": 0,
                     *           "returned": 0
                     *         }
                     *       ],
                     *       "goods": "in_shop",
                     *       "pending": null,
                     *       "may": {
                     *         "cancel": true,
                     *         "removeLines": true,
                     *         "pay": true,
                     *         "refund": false,
                     *         "takeBack": false
                     *       },
                     *       "history": [
                     *         {
                     *           "version": 1,
                     *           "status": "placed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:02.731Z",
                     *           "actor": "shopper",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 2,
                     *           "status": "confirmed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.102Z",
                     *           "actor": "catalog",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 3,
                     *           "status": "scheduled",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.644Z",
                     *           "actor": "delivery",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         }
                     *       ],
                     *       "notes": [
                     *         {
                     *           "at": "2026-11-22T09:40:00.000Z",
                     *           "authorId": "operator-1",
                     *           "text": "Позвонить за час"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorOrder"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    rescheduleOrder: {
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
                /** @description Of a placed order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    slotId?: string;
                };
            };
        };
        responses: {
            /** @description The order as it is now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
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
                     *       "payment": {
                     *         "method": "cash",
                     *         "state": "due"
                     *       },
                     *       "contact": {
                     *         "name": "Анна",
                     *         "phone": "+79161234567"
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
                     *       "accountId": null,
                     *       "ordered": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "quantity": 2,
                     *           "cancelled": 0,
                     *           "returned": 0
                     *         }
                     *       ],
                     *       "goods": "in_shop",
                     *       "pending": null,
                     *       "may": {
                     *         "cancel": true,
                     *         "removeLines": true,
                     *         "pay": true,
                     *         "refund": false,
                     *         "takeBack": false
                     *       },
                     *       "history": [
                     *         {
                     *           "version": 1,
                     *           "status": "placed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:02.731Z",
                     *           "actor": "shopper",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 2,
                     *           "status": "confirmed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.102Z",
                     *           "actor": "catalog",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 3,
                     *           "status": "scheduled",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.644Z",
                     *           "actor": "delivery",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         }
                     *       ],
                     *       "notes": [
                     *         {
                     *           "at": "2026-11-22T09:40:00.000Z",
                     *           "authorId": "operator-1",
                     *           "text": "Позвонить за час"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorOrder"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["InProgressOrSlotTakenOrWrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    noteOrder: {
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
                /** @description Of a placed order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description The order as it is now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
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
                     *       "payment": {
                     *         "method": "cash",
                     *         "state": "due"
                     *       },
                     *       "contact": {
                     *         "name": "Анна",
                     *         "phone": "+79161234567"
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
                     *       "accountId": null,
                     *       "ordered": [
                     *         {
                     *           "productId": "0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11",
                     *           "quantity": 2,
                     *           "cancelled": 0,
                     *           "returned": 0
                     *         }
                     *       ],
                     *       "goods": "in_shop",
                     *       "pending": null,
                     *       "may": {
                     *         "cancel": true,
                     *         "removeLines": true,
                     *         "pay": true,
                     *         "refund": false,
                     *         "takeBack": false
                     *       },
                     *       "history": [
                     *         {
                     *           "version": 1,
                     *           "status": "placed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:02.731Z",
                     *           "actor": "shopper",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 2,
                     *           "status": "confirmed",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.102Z",
                     *           "actor": "catalog",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         },
                     *         {
                     *           "version": 3,
                     *           "status": "scheduled",
                     *           "kind": "status",
                     *           "at": "2026-11-22T09:16:03.644Z",
                     *           "actor": "delivery",
                     *           "actorId": null,
                     *           "reason": null,
                     *           "details": null,
                     *           "correlationId": "0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10"
                     *         }
                     *       ],
                     *       "notes": [
                     *         {
                     *           "at": "2026-11-22T09:40:00.000Z",
                     *           "authorId": "operator-1",
                     *           "text": "Позвонить за час"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorOrder"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
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
                     *       "offer": null,
                     *       "eta": "2026-11-23T15:20:00.000Z",
                     *       "timeZone": "Europe/Moscow",
                     *       "courier": {
                     *         "firstName": "Илья"
                     *       },
                     *       "stopsBefore": 2,
                     *       "code": null,
                     *       "destination": {
                     *         "lat": 57.3735,
                     *         "lon": 41.0748
                     *       },
                     *       "position": null,
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
    listTrackedSlots: {
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
                /** @description What follows /t/ in the link */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The slots */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "timeZone": "Europe/Moscow",
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
                    "application/json": components["schemas"]["TrackedSlots"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    chooseTrackedSlot: {
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
                /** @description What follows /t/ in the link */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlotChoice"];
            };
        };
        responses: {
            /** @description Where the delivery is */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
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
                     *       "offer": null,
                     *       "eta": "2026-11-23T15:20:00.000Z",
                     *       "timeZone": "Europe/Moscow",
                     *       "courier": {
                     *         "firstName": "Илья"
                     *       },
                     *       "stopsBefore": 2,
                     *       "code": null,
                     *       "destination": {
                     *         "lat": 57.3735,
                     *         "lon": 41.0748
                     *       },
                     *       "position": null,
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
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["SlotTakenOrWrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    declineTrackedSlot: {
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
                /** @description What follows /t/ in the link */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery is off */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *       "orderNumber": "10001-4",
                     *       "status": "cancelled",
                     *       "window": {
                     *         "start": "2026-11-23T15:00:00.000Z",
                     *         "end": "2026-11-23T17:00:00.000Z"
                     *       },
                     *       "offer": null,
                     *       "eta": null,
                     *       "timeZone": "Europe/Moscow",
                     *       "courier": null,
                     *       "stopsBefore": null,
                     *       "code": null,
                     *       "destination": null,
                     *       "position": null,
                     *       "deliveredAt": null,
                     *       "history": [
                     *         {
                     *           "status": "preparing",
                     *           "at": "2026-11-22T09:16:03.380Z"
                     *         },
                     *         {
                     *           "status": "assigned",
                     *           "at": "2026-11-22T09:16:03.421Z"
                     *         },
                     *         {
                     *           "status": "cancelled",
                     *           "at": "2026-11-22T10:02:41.007Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Tracking"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
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
                     *       "duty": {
                     *         "onDuty": true,
                     *         "startedAt": "2026-11-23T06:30:00.000Z",
                     *         "endedAt": null
                     *       },
                     *       "route": {
                     *         "id": "0199d3c5-e4a0-7d31-8c59-6b0e1f2a3c47",
                     *         "date": "2026-11-23",
                     *         "trip": 1,
                     *         "planVersion": 4,
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
                     *               "state": "due",
                     *               "totalMinor": 522900,
                     *               "currency": "RUB"
                     *             },
                     *             "failureReason": null,
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DepartureTaken"];
            };
        };
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
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StepTaken"];
            };
        };
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
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StopMovedOrWrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
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
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveredStop"];
            };
        };
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
            400: components["responses"]["InvalidJsonOrInvalidRequestOrWrongCode"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotUploadedOrStopMovedOrWrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    failStop: {
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
        requestBody: {
            content: {
                "application/json": components["schemas"]["FailedStop"];
            };
        };
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
                     *       "status": "failed",
                     *       "deliveredAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["StopStep"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StopMovedOrWrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listCouriers: {
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
        requestBody?: never;
        responses: {
            /** @description The couriers, by name */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "couriers": [
                     *         {
                     *           "id": "01900000-0000-7000-8000-000000000001",
                     *           "firstName": "Илья",
                     *           "depot": {
                     *             "id": "depot-1",
                     *             "name": {
                     *               "ru": "Склад на Заводской",
                     *               "en": "Zavodskaya depot"
                     *             }
                     *           },
                     *           "capacityGrams": 1000000
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Fleet"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    addCourier: {
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
                "application/json": components["schemas"]["CourierSettings"];
            };
        };
        responses: {
            /** @description The courier */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description Of this revision, for If-Match */
                    Etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01900000-0000-7000-8000-000000000001",
                     *       "firstName": "Марат",
                     *       "depotId": "depot-1",
                     *       "capacityGrams": 90000,
                     *       "speedFactor": 0.7,
                     *       "week": [
                     *         {
                     *           "weekday": 1,
                     *           "startsMinute": 570,
                     *           "endsMinute": 1110,
                     *           "breaks": [
                     *             {
                     *               "fromMinute": 780,
                     *               "untilMinute": 840,
                     *               "minutes": 45
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["FleetCourier"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    reportPositions: {
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
                "application/json": components["schemas"]["ReportedPositions"];
            };
        };
        responses: {
            /** @description What became of them */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kept": 2,
                     *       "dropped": {
                     *         "future": 0,
                     *         "offTrip": 0,
                     *         "offMap": 0,
                     *         "imprecise": 0,
                     *         "redundant": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PositionsTaken"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
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
    changeDuty: {
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
                "application/json": components["schemas"]["DutyChange"];
            };
        };
        responses: {
            /** @description Since when the courier works */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "onDuty": true,
                     *       "startedAt": "2026-11-23T06:30:00.000Z",
                     *       "endedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Duty"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    announcePhoto: {
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
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnouncedPhoto"];
            };
        };
        responses: {
            /** @description Where it goes */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "photoId": "0199d3c5-e4a2-7f06-b1d8-94c7a5e63b21",
                     *       "upload": {
                     *         "method": "PUT",
                     *         "url": "https://files.example.com/proofs/0199d3c5-e4a2-7f06-b1d8-94c7a5e63b21?X-Amz-Signature=1f",
                     *         "headers": {
                     *           "content-type": "image/jpeg"
                     *         },
                     *         "expiresAt": "2026-11-23T15:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PhotoUpload"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
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
    readRefusedProof: {
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
                /** @description From readDeliveryDay */
                refusedStepId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "note",
                     *       "note": "Отдал соседке из 13-й",
                     *       "photo": null,
                     *       "deliveredAt": "2026-11-23T15:18:44.512Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ShownProof"];
                };
            };
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
    readDeliveryProof: {
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
                /** @description Of a placed order */
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "note",
                     *       "note": "Отдал соседке из 13-й",
                     *       "photo": null,
                     *       "deliveredAt": "2026-11-23T15:18:44.512Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ShownProof"];
                };
            };
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
    readDeliveryDay: {
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
                /** @description A day of the shop's calendar */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The day */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "date": "2026-11-23",
                     *       "timeZone": "Europe/Moscow",
                     *       "couriers": [
                     *         {
                     *           "courierId": "01900000-0000-7000-8000-000000000001",
                     *           "firstName": "Илья",
                     *           "shift": {
                     *             "start": "2026-11-23T06:30:00.000Z",
                     *             "end": "2026-11-23T15:30:00.000Z"
                     *           }
                     *         }
                     *       ],
                     *       "trips": [
                     *         {
                     *           "routeId": "0199d3c5-e4a0-7d31-8c59-6b0e1f2a3c47",
                     *           "courier": {
                     *             "id": "01900000-0000-7000-8000-000000000001",
                     *             "firstName": "Илья"
                     *           },
                     *           "depot": {
                     *             "lat": 57.362,
                     *             "lon": 41.092
                     *           },
                     *           "trip": 1,
                     *           "status": "planned",
                     *           "planVersion": 4,
                     *           "departedAt": null,
                     *           "returnsAt": "2026-11-23T16:10:00.000Z",
                     *           "trouble": null,
                     *           "lastSignAt": null,
                     *           "stops": [
                     *             {
                     *               "deliveryId": "0199d3c5-e4a1-7c52-9e07-3f8a6b1c2d40",
                     *               "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *               "orderNumber": "10001-4",
                     *               "position": 1,
                     *               "status": "assigned",
                     *               "address": {
                     *                 "city": "Заречье",
                     *                 "street": "Заводская улица",
                     *                 "house": "7"
                     *               },
                     *               "location": {
                     *                 "lat": 57.3735,
                     *                 "lon": 41.0748
                     *               },
                     *               "window": {
                     *                 "start": "2026-11-23T15:00:00.000Z",
                     *                 "end": "2026-11-23T17:00:00.000Z"
                     *               },
                     *               "eta": "2026-11-23T15:20:00.000Z",
                     *               "weightGrams": 4700
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "unassigned": [
                     *         {
                     *           "deliveryId": "0199d3c5-e4a3-7a11-8d22-5c6b7a8f9e01",
                     *           "orderId": "0199d3c5-e178-7b90-8e34-2a1b3c4d5e6f",
                     *           "orderNumber": "10002-2",
                     *           "address": {
                     *             "city": "Заречье",
                     *             "street": "Дачная улица",
                     *             "house": "3"
                     *           },
                     *           "location": {
                     *             "lat": 57.341,
                     *             "lon": 41.131
                     *           },
                     *           "window": {
                     *             "start": "2026-11-23T15:00:00.000Z",
                     *             "end": "2026-11-23T17:00:00.000Z"
                     *           },
                     *           "weightGrams": 1200,
                     *           "reason": "no_room"
                     *         }
                     *       ],
                     *       "troubledDays": [],
                     *       "refusedSteps": [
                     *         {
                     *           "refusedStepId": "0199d3c5-e4a4-7b22-9e33-6d7c8b9a0f12",
                     *           "deliveryId": "0199d3c5-e4a1-7c52-9e07-3f8a6b1c2d40",
                     *           "orderId": "0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85",
                     *           "orderNumber": "10001-4",
                     *           "courier": {
                     *             "id": "01900000-0000-7000-8000-000000000002",
                     *             "firstName": "Анна"
                     *           },
                     *           "step": "deliver",
                     *           "why": "moved",
                     *           "status": "departed",
                     *           "happenedAt": "2026-11-23T15:05:00.000Z",
                     *           "receivedAt": "2026-11-23T15:31:00.000Z",
                     *           "proof": {
                     *             "kind": "note",
                     *             "note": "Отдала соседке",
                     *             "photoId": null,
                     *             "fits": null
                     *           },
                     *           "reason": null,
                     *           "comment": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DispatchDay"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    moveDelivery: {
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
                /** @description From readDeliveryDay */
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Who brings it from now on
                     */
                    courierId: string;
                    /** @description Which stop of the trip */
                    position?: number;
                };
            };
        };
        responses: {
            /** @description Its place now */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deliveryId": "0199d3c5-e4a1-7c52-9e07-3f8a6b1c2d40",
                     *       "courierId": "01900000-0000-7000-8000-000000000001",
                     *       "position": 2,
                     *       "eta": "2026-11-23T15:40:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["MovedDelivery"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotFeasibleOrWrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    endTrip: {
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
                /** @description Of a trip from readDeliveryDay */
                routeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TripEnd"];
            };
        };
        responses: {
            /** @description What became of it */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "routeId": "0199d3c5-e4a0-7d31-8c59-6b0e1f2a3c47",
                     *       "status": "finished",
                     *       "parcels": [
                     *         {
                     *           "deliveryId": "0199d3c5-e4a1-7c52-9e07-3f8a6b1c2d40",
                     *           "orderNumber": "10001-4",
                     *           "status": "assigned",
                     *           "fate": "returned"
                     *         }
                     *       ],
                     *       "moved": 1,
                     *       "waiting": 0
                     *     }
                     */
                    "application/json": components["schemas"]["EndedTrip"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
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
    settleRefusedStep: {
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
                /** @description From readDeliveryDay */
                refusedStepId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is off the list */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
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
    listCourierDays: {
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
                /** @description From listCouriers */
                courierId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The days */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "courierId": "01900000-0000-7000-8000-000000000001",
                     *       "days": [
                     *         {
                     *           "date": "2026-11-24",
                     *           "hours": {
                     *             "startsMinute": 570,
                     *             "endsMinute": 900
                     *           }
                     *         },
                     *         {
                     *           "date": "2026-11-30",
                     *           "hours": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OtherCourierDays"];
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
    changeCourierDay: {
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
                /** @description From listCouriers */
                courierId: string;
                /** @description A day of the shop's calendar */
                date: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Null: the courier does not work that day */
                    hours: {
                        /** @description After local midnight */
                        startsMinute: number;
                        /** @description After local midnight */
                        endsMinute: number;
                    } | null;
                };
            };
        };
        responses: {
            /** @description What became of the stops */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "courierId": "01900000-0000-7000-8000-000000000001",
                     *       "date": "2026-11-23",
                     *       "moved": 7,
                     *       "waiting": 1,
                     *       "onBoard": []
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedCourierDay"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
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
    restoreCourierDay: {
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
                /** @description From listCouriers */
                courierId: string;
                /** @description A day of the shop's calendar */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What became of the stops */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "courierId": "01900000-0000-7000-8000-000000000001",
                     *       "date": "2026-11-23",
                     *       "moved": 7,
                     *       "waiting": 1,
                     *       "onBoard": []
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedCourierDay"];
                };
            };
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
    readCourier: {
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
                /** @description From listCouriers */
                courierId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The courier */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01900000-0000-7000-8000-000000000001",
                     *       "firstName": "Марат",
                     *       "depotId": "depot-1",
                     *       "capacityGrams": 90000,
                     *       "speedFactor": 0.7,
                     *       "week": [
                     *         {
                     *           "weekday": 1,
                     *           "startsMinute": 570,
                     *           "endsMinute": 1110,
                     *           "breaks": [
                     *             {
                     *               "fromMinute": 780,
                     *               "untilMinute": 840,
                     *               "minutes": 45
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["FleetCourier"];
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
    changeCourier: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description From listCouriers */
                courierId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CourierSettings"];
            };
        };
        responses: {
            /** @description The courier as it is now */
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
                     *       "id": "01900000-0000-7000-8000-000000000001",
                     *       "firstName": "Марат",
                     *       "depotId": "depot-1",
                     *       "capacityGrams": 90000,
                     *       "speedFactor": 0.7,
                     *       "week": [
                     *         {
                     *           "weekday": 1,
                     *           "startsMinute": 570,
                     *           "endsMinute": 1110,
                     *           "breaks": [
                     *             {
                     *               "fromMinute": 780,
                     *               "untilMinute": 840,
                     *               "minutes": 45
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["FleetCourier"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    removeCourier: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description From listCouriers */
                courierId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Works no more */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listDepots: {
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
            /** @description Where trips begin */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "depots": [
                     *         {
                     *           "id": "depot-1",
                     *           "name": {
                     *             "ru": "Склад на Заводской",
                     *             "en": "Zavodskaya depot"
                     *           },
                     *           "location": {
                     *             "lat": 57.362,
                     *             "lon": 41.092
                     *           },
                     *           "revision": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        depots: components["schemas"]["Depot"][];
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
    addDepot: {
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
                "application/json": {
                    /** @description Short, of a-z, 0-9 and - */
                    id: string;
                    name: components["schemas"]["PlaceName"];
                    location: components["schemas"]["Coordinates"];
                };
            };
        };
        responses: {
            /** @description The depot */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description Of this revision, for If-Match */
                    Etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "depot-1",
                     *       "name": {
                     *         "ru": "Склад на Заводской",
                     *         "en": "Zavodskaya depot"
                     *       },
                     *       "location": {
                     *         "lat": 57.362,
                     *         "lon": 41.092
                     *       },
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Depot"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    changeDepot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description From listDepots */
                depotId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DepotSettings"];
            };
        };
        responses: {
            /** @description The depot as it is now */
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
                     *       "id": "depot-1",
                     *       "name": {
                     *         "ru": "Склад на Заводской",
                     *         "en": "Zavodskaya depot"
                     *       },
                     *       "location": {
                     *         "lat": 57.362,
                     *         "lon": 41.092
                     *       },
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Depot"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    removeDepot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description From listDepots */
                depotId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No trip begins there */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["DepotInUse"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listSlotTemplates: {
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
            /** @description By the minute they begin at */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "templates": [
                     *         {
                     *           "id": "0199d3c5-e4a4-7b22-9c33-6d7c8b9a0f12",
                     *           "weekdays": [
                     *             6,
                     *             7
                     *           ],
                     *           "startsMinute": 510,
                     *           "endsMinute": 600,
                     *           "cutoffMinutes": 90,
                     *           "capacity": null,
                     *           "revision": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        templates: components["schemas"]["SlotTemplate"][];
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
    addSlotTemplate: {
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
                "application/json": components["schemas"]["SlotTemplateSettings"];
            };
        };
        responses: {
            /** @description The window */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    /** @description Of this revision, for If-Match */
                    Etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3c5-e4a4-7b22-9c33-6d7c8b9a0f12",
                     *       "weekdays": [
                     *         6,
                     *         7
                     *       ],
                     *       "startsMinute": 510,
                     *       "endsMinute": 600,
                     *       "cutoffMinutes": 90,
                     *       "capacity": null,
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["SlotTemplate"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    changeSlotTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description From listSlotTemplates */
                templateId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlotTemplateSettings"];
            };
        };
        responses: {
            /** @description The window as it is now */
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
                     *       "id": "0199d3c5-e4a4-7b22-9c33-6d7c8b9a0f12",
                     *       "weekdays": [
                     *         6,
                     *         7
                     *       ],
                     *       "startsMinute": 510,
                     *       "endsMinute": 600,
                     *       "cutoffMinutes": 90,
                     *       "capacity": null,
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["SlotTemplate"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AlreadyExists"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    removeSlotTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description From listSlotTemplates */
                templateId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not offered any more */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listSlotsOfDay: {
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
                /** @description A day of the shop's calendar */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order of time */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slots": [
                     *         {
                     *           "id": "20261123-18",
                     *           "start": "2026-11-23T15:00:00.000Z",
                     *           "end": "2026-11-23T17:00:00.000Z",
                     *           "cutoffMinutes": 60,
                     *           "capacity": null,
                     *           "taken": 12,
                     *           "revision": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        slots: components["schemas"]["OperatorSlot"][];
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    changeSlot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
                /**
                 * @description The language of messages: Russian, unless it begins with en
                 * @example en
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /** @description Names the request in the logs of every service; made anew if absent */
                "X-Correlation-Id"?: components["parameters"]["CorrelationId"];
            };
            path: {
                /** @description An id from listDeliverySlots */
                slotId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlotSettings"];
            };
        };
        responses: {
            /** @description The slot as it is now */
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
                     *       "id": "20261123-18",
                     *       "start": "2026-11-23T15:00:00.000Z",
                     *       "end": "2026-11-23T17:00:00.000Z",
                     *       "cutoffMinutes": 60,
                     *       "capacity": null,
                     *       "taken": 12,
                     *       "revision": 1
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorSlot"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
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
    addDeliveryZone: {
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
                "application/json": components["schemas"]["NewDeliveryZone"];
            };
        };
        responses: {
            /** @description The zone */
            201: {
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
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
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
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
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
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    removeDeliveryZone: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what is to be changed */
                "If-Match"?: string;
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
            /** @description Takes no orders any more */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["LastZone"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
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
    takeInboundSms: {
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
                "application/x-www-form-urlencoded": components["schemas"]["InboundSms"];
            };
        };
        responses: {
            /** @description Taken note of; also when it was of no concern */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    listBlockedNumbers: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Numbers on a page */
                limit?: number;
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
            /** @description A page of them */
            200: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "numbers": [
                     *         {
                     *           "blockedId": "0199d3c5-e9d3-7a64-a2f7-0c5d4e3b1a96",
                     *           "phone": "+79161234567",
                     *           "reason": "Orders under a number that is not theirs",
                     *           "blockedBy": "0199d3c5-0000-7a64-a2f7-0c5d4e3b1a96",
                     *           "blockedAt": "2026-11-28T09:00:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["BlockedNumbersPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    blockNumber: {
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
                "application/json": {
                    /** @description In any usual spelling; without a country code, Russian */
                    phone: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The block as it stands */
            201: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "blockedId": "0199d3c5-e9d3-7a64-a2f7-0c5d4e3b1a96",
                     *       "phone": "+79161234567",
                     *       "reason": "Orders under a number that is not theirs",
                     *       "blockedBy": "0199d3c5-0000-7a64-a2f7-0c5d4e3b1a96",
                     *       "blockedAt": "2026-11-28T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["BlockedNumber"];
                };
            };
            400: components["responses"]["InvalidJsonOrInvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            502: components["responses"]["Crashed"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["TimedOut"];
        };
    };
    unblockNumber: {
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
                /** @description Of the block, as it was answered */
                blockedId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is blocked no more */
            204: {
                headers: {
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
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
}
