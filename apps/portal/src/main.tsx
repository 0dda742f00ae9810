/** Where the portal begins: one query client, one router, the reader's language loaded before anything is drawn. */
import './styles/system.css'
import './styles/theme.css'
import './styles/layout.css'
import './styles/pages.css'
import './styles/results.css'
import './styles/catalogue.css'
import './styles/cases.css'
import './styles/protection.css'
import './styles/applications.css'
import './styles/mine.css'
import './styles/print.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Refusal } from './api/client.js'
import { makeRouter } from './routes.js'
import { beginReading, ReadingProvider } from './words/reading.js'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; silence is asked twice more.
      retry: (count, error) => error instanceof Refusal && error.status === 0 && count < 2,
    },
  },
})
const router = makeRouter(client)
const first = await beginReading()

createRoot(document.getElementById('sund') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <ReadingProvider first={first}>
        <RouterProvider router={router} />
      </ReadingProvider>
    </QueryClientProvider>
  </StrictMode>,
)
