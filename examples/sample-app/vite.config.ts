// `npm run sample-app` serves the app at the address that the demonstration has registered for it. It has no server of its own: what it knows is in the browser.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { host: 'localhost', port: 5180, strictPort: true },
  preview: { host: 'localhost', port: 5180, strictPort: true },
})
