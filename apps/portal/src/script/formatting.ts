/** The formatter, in a part of its own: it knows every command, and is fetched when someone first asks for it. */
export { format } from '@sund/engine/language'
