import { createBrowserRouter } from 'react-router'
import { CartPage } from '../cart/cart-page.tsx'
import { CatalogPage } from '../catalog/catalog-page.tsx'
import { ProductPage } from '../catalog/product-page.tsx'
import { Loading } from '../ui/states.tsx'
import { Layout } from './layout.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { PageCrash } from './page-crash.tsx'

/** Pages that only some visits need are fetched when they do. */
export const createRouter = () =>
  createBrowserRouter([
    {
      element: <Layout />,
      children: [
        {
          errorElement: <PageCrash />,
          hydrateFallbackElement: <Loading />,
          children: [
            { path: '/', element: <CatalogPage /> },
            { path: '/p/:slug', element: <ProductPage /> },
            { path: '/cart', element: <CartPage /> },
            {
              path: '/checkout',
              lazy: async () => ({ Component: (await import('../checkout/checkout-page.tsx')).CheckoutPage }),
            },
            {
              path: '/orders',
              lazy: async () => ({ Component: (await import('../orders/orders-page.tsx')).OrdersPage }),
            },
            {
              path: '/orders/:orderId',
              lazy: async () => ({ Component: (await import('../orders/order-page.tsx')).OrderPage }),
            },
            {
              path: '/t/:token',
              lazy: async () => ({ Component: (await import('../tracking/tracking-page.tsx')).TrackingPage }),
            },
            {
              path: '/courier',
              lazy: async () => ({ Component: (await import('../courier/courier-page.tsx')).CourierPage }),
            },
            {
              path: '/sign-in',
              lazy: async () => ({ Component: (await import('../account/sign-in-page.tsx')).SignInPage }),
            },
            {
              path: '/account',
              lazy: async () => ({ Component: (await import('../account/account-page.tsx')).AccountPage }),
            },
            {
              path: '/operator/staff',
              lazy: async () => ({ Component: (await import('../operator/staff-page.tsx')).StaffPage }),
            },
            {
              path: '/operator/audit',
              lazy: async () => ({ Component: (await import('../operator/audit-page.tsx')).AuditPage }),
            },
            {
              path: '/operator/dispatch',
              lazy: async () => ({ Component: (await import('../operator/dispatch/dispatch-page.tsx')).DispatchPage }),
            },
            {
              path: '/operator/fleet',
              lazy: async () => ({ Component: (await import('../operator/fleet/fleet-page.tsx')).FleetPage }),
            },
            {
              path: '/operator/slots',
              lazy: async () => ({ Component: (await import('../operator/slots/slots-page.tsx')).SlotsPage }),
            },
            {
              path: '/operator/zones',
              lazy: async () => ({ Component: (await import('../operator/zones/zones-page.tsx')).ZonesPage }),
            },
            {
              path: '/operator/outbox',
              lazy: async () => ({ Component: (await import('../operator/outbox-page.tsx')).OutboxPage }),
            },
            {
              path: '/operator/trail',
              lazy: async () => ({ Component: (await import('../operator/trail-page.tsx')).TrailPage }),
            },
            {
              path: '/operator/:orderId?',
              lazy: async () => ({ Component: (await import('../operator/operator-page.tsx')).OperatorPage }),
            },
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ])
