/** The drawing of a figure or a survival curve, made by the package that draws them everywhere. Loaded when the first is shown. */
import { drawFigure } from '@sund/figures'
import type { Drawable } from '@sund/figures/reading'
import { useId, useLayoutEffect, useRef, useState } from 'react'
import { useReading } from '../words/reading.js'

/** The picture fits its column, and is drawn again when that gets wider or narrower. */
export default function FigurePicture({ body }: { body: Drawable }) {
  const { language } = useReading()
  const id = `figure${useId().replace(/\W/g, '')}`
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    if (box.current !== null && width > 0)
      box.current.replaceChildren(drawFigure(body, { language, width, theme: 'page', id }))
  }, [body, language, width, id])
  return <div ref={box} className="picture chart" />
}
