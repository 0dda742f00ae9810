/**
 * A drawing that fits its column. The height is known before it is drawn, so that nothing moves when it arrives; its words are
 * given beside it, so that it is one image to a screen reader.
 */
import { useLayoutEffect, useRef, useState } from 'react'

export function Picture({
  draw,
  height,
  label,
}: {
  draw: (width: number) => Element
  height: number
  label: string
}) {
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
    if (box.current === null || width === 0) return
    const drawing = draw(width)
    // The page's own stylesheet has these rules; a style element would need a looser content policy.
    for (const style of drawing.querySelectorAll('style')) style.remove()
    // Its parts have English names of their own; the words beside the picture stand for it.
    drawing.setAttribute('aria-hidden', 'true')
    for (const part of drawing.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
    box.current.replaceChildren(drawing)
  }, [draw, width])
  return <div ref={box} className="picture" role="img" aria-label={label} style={{ minHeight: height }} />
}

/** Colours of groups: hue and lightness differ, and each has a dash of its own. */
export const SERIES = Array.from({ length: 6 }, (_, index) => ({
  colour: `var(--series-${index + 1})`,
  dash: ['', '10 3', '2 3', '9 3 2 3', '4 2', '1 2'][index] as string,
}))
export const seriesOf = (index: number) => SERIES[index % SERIES.length] as (typeof SERIES)[number]
