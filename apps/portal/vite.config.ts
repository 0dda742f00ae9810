// The portal is static files: `vite build apps/portal` writes apps/portal/dist, which the server serves. During development
// `npx vite apps/portal` serves the sources and passes requests on to a running server (SUND_URL).
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

const server = { target: process.env.SUND_URL ?? 'http://localhost:8080', changeOrigin: true }

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // No script or style stands inside the page: the policy of the server forbids both.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Neither says so itself, but importing a component of the design system, or a table of the language, does nothing.
      treeshake: {
        moduleSideEffects: [
          { test: /@digdir\/designsystemet-react\//, sideEffects: false },
          { test: /packages\/engine\/src\/language\//, sideEffects: false },
        ],
      },
    },
  },
  server: { proxy: { '/api': server, '/auth': server } },
})
