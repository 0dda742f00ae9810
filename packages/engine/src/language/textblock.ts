/**
 * The one part of the surface that tokens cannot say: everything after `textblock` is raw text until a line that holds
 * only `endblock`. Without such a line the text goes on to the end of the script.
 */
import { ExternalTokenizer } from '@lezer/lr'
import { EndTextblock, TextContent } from './generated/parser.terms.js'

const NEWLINE = 10
const END = 'endblock'

export const textContent = new ExternalTokenizer((input, stack) => {
  if (stack.canShift(EndTextblock)) {
    let length = 0
    while (isBlank(input.peek(length))) length++
    if (endsHere(input, length)) input.acceptToken(EndTextblock, length + END.length)
    return
  }
  if (!stack.canShift(TextContent)) return
  let atLineStart = false
  while (input.next >= 0) {
    if (atLineStart) {
      let blanks = 0
      while (isBlank(input.peek(blanks))) blanks++
      if (endsHere(input, blanks)) break
    }
    atLineStart = input.next === NEWLINE
    input.advance()
  }
  input.acceptToken(TextContent)
})

const isBlank = (code: number): boolean => code === 32 || code === 9

function endsHere(input: { peek(offset: number): number }, offset: number): boolean {
  for (let i = 0; i < END.length; i++) if (input.peek(offset + i) !== END.charCodeAt(i)) return false
  let after = offset + END.length
  while (isBlank(input.peek(after)) || input.peek(after) === 13) after++
  return input.peek(after) === NEWLINE || input.peek(after) < 0
}
