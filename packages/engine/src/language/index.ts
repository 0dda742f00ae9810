/**
 * The language for an editor: its grammar, which node is coloured how, and what its words mean. Nothing here reads a
 * catalogue or a database, so that a browser can bundle it (`@sund/engine/language`).
 */

export {
  type Category,
  COMMANDS,
  type CommandDoc,
  type CommandName,
  type OptionDoc,
  type Status,
} from './commands/index.js'
export { type Documented, documentation, documented } from './documentation.js'
export { format } from './format.js'
export { FUNCTIONS, type FunctionDoc, type FunctionName } from './functions.js'
export { parser } from './generated/parser.js'

/** Node names of the grammar to names of tags of `@lezer/highlight`, for `styleTags`. */
export const HIGHLIGHT = {
  Command: 'keyword',
  Name: 'variableName',
  Reference: 'macroName',
  Date: 'literal',
  Number: 'number',
  String: 'string',
  Comment: 'lineComment',
  'Operator Join Assign Arrow Interaction': 'operator',
  'OpenParen CloseParen': 'paren',
  'Comma Dot Colon Semicolon': 'separator',
  TextContent: 'docString',
  EndTextblock: 'keyword',
  Other: 'invalid',
} as const

/** What starts a comment, for an editor's “comment this line”. */
export const LINE_COMMENT = '//'
