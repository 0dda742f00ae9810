/** The title of the page, and focus at its heading when one arrives from another page. */
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** Names the document after the page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Sund' : `${title} · Sund`
  }, [title])
}

/** Moves focus to the content when the path changes, as a browser does between documents; not at the first page. */
export function useArrival(): void {
  const { pathname } = useLocation()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    document.getElementById('content')?.focus({ preventScroll: true })
  }, [pathname])
}
