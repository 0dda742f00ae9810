/**
 * What every command gets: its terminal, the home, the language, and a signal that Ctrl-C aborts.
 */
import { fail, LANGUAGES, type Language, nearestName } from '@sund/model'
import type { Command } from 'commander'
import { currentHome } from './home.js'
import { createTerminal, type Terminal } from './terminal.js'

export interface Context {
  terminal: Terminal
  home: string
  language: Language
  /** Aborts when the user asks to stop. */
  signal: AbortSignal
}

/** Options that every command has, before or after its name. */
export interface GlobalOptions {
  home?: string
  json?: boolean
  language?: string
}

/** The context of one call of `command`. `demo` is the home when none is wished for. */
export function contextOf(command: Command, signal: AbortSignal, demo?: string): Context {
  const { home, json = false, language: wanted } = command.optsWithGlobals<GlobalOptions>()
  const language = chooseLanguage(wanted)
  return {
    terminal: createTerminal({ json, language }),
    // Looked for when it is needed: not every command has to do with a home.
    get home() {
      return currentHome(home, demo)
    },
    language,
    signal,
  }
}

function chooseLanguage(wanted: string | undefined): Language {
  if (wanted === undefined) return 'en'
  const found = LANGUAGES.find((language) => language === wanted)
  if (found !== undefined) return found
  const nearest = nearestName(wanted, LANGUAGES)
  return fail(
    'usage.arguments',
    `${wanted} is not a language that Sund speaks.`,
    `Use ${nearest ? `${nearest}, or any of ` : ''}${LANGUAGES.join(', ')}.`,
  )
}
