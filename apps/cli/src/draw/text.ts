/** Textblocks: as much of Markdown as a terminal can show. Control characters never reach it. */
import { stripVTControlCharacters } from 'node:util'
import { type Canvas, wrap } from './canvas.js'

export function drawText(markdown: string, canvas: Canvas): string[] {
  return safe(markdown)
    .split('\n')
    .flatMap((line) => {
      const heading = /^#{1,6}\s+(.*)$/.exec(line)
      if (heading) return [canvas.tone('heading', heading[1] as string)]
      const item = /^(\s*(?:[-*]|\d+\.)\s+)(.*)$/.exec(line)
      if (item) return wrap(`${item[1]?.trim()} ${item[2]}`, canvas.width, '  ')
      return line.trim() === '' ? [''] : wrap(line, canvas.width)
    })
    .map((line) => line.replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => canvas.tone('heading', strong)))
}

/** Text from elsewhere without escape sequences and control characters other than line feeds. */
export function safe(text: string): string {
  return stripVTControlCharacters(text).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
}
