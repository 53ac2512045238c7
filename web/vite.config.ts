import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { productPictures } from './product-pictures.ts'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), productPictures()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Safari 16.4 and later; https://vite.dev/guide/build#browser-compatibility
    target: 'baseline-widely-available',
    // A picture inlined into the code couldn't be cached on its own, nor allowed by a strict Content-Security-Policy.
    assetsInlineLimit: 0,
  },
  server: {
    // The address where `npm start` answers.
    proxy: { '/api': process.env.KOROB_URL ?? 'http://localhost:3000' },
  },
})
