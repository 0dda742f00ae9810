/**
 * The draft: the script being written, kept in the browser so that nothing is lost. Replacing it puts the earlier one aside, whence it
 * can be brought back. Adding a variable to it is a change of text, made here so that it can be tested.
 */

const DRAFT = 'sund.draft'
const ASIDE = 'sund.draft.aside'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export const readDraft = (store: Store = localStorage): string => store.getItem(DRAFT) ?? ''
export const readAside = (store: Store = localStorage): string | null => store.getItem(ASIDE)

/** Keeps the draft as it stands. A full or closed store is no reason to stop writing. */
export function keepDraft(script: string, store: Store = localStorage): boolean {
  try {
    store.setItem(DRAFT, script)
    return true
  } catch {
    return false
  }
}

/** Puts another script in the draft's place and the draft aside, unless it is empty or the same. */
export function replaceDraft(script: string, store: Store = localStorage): void {
  const before = readDraft(store)
  if (before.trim() !== '' && before !== script) store.setItem(ASIDE, before)
  keepDraft(script, store)
}

/** Swaps the draft with the one put aside. */
export function bringBack(store: Store = localStorage): string {
  const aside = readAside(store)
  if (aside === null) return readDraft(store)
  store.removeItem(ASIDE)
  keepDraft(aside, store)
  return aside
}

/**
 * The script with the lines that use one variable, as the server writes them (`require`, `create-dataset`, the import, a command
 * that shows it): what the script has already is not written again, and its own alias of the register is kept.
 */
export function withVariable(
  script: string,
  register: string,
  lines: string,
): { script: string; added: boolean } {
  const wanted = lines.split('\n').filter((line) => line.trim() !== '')
  const bring = wanted.find((line) => line.startsWith('import')) ?? ''
  if (script.trim() === '') return { script: `${wanted.join('\n')}\n`, added: true }
  const required = wanted.find((line) => line.startsWith('require ')) ?? ''
  const theirs = aliasOf(script, register)
  const ours = / as (\S+)/.exec(required)?.[1] ?? ''
  const alias = theirs ?? freeAlias(ours, script)
  const line = bring.replace(`${ours}/`, `${alias}/`)
  const [source] = /\S+\/\S+/.exec(line) ?? ['']
  if (theirs !== null && new RegExp(`\\b${escape(source)}(?![\\w-])`).test(script))
    return { script, added: false }

  const text = script.split('\n')
  if (theirs === null) {
    const last = text.findLastIndex((one) => /^\s*require\s/.test(one))
    text.splice(last + 1, 0, required.replace(/ as \S+/, ` as ${alias}`))
  }
  const lastImport = text.findLastIndex((one) => /^\s*import(-event)?\s/.test(one))
  const created = text.findLastIndex((one) => /^\s*create-dataset\s/.test(one))
  if (created < 0) {
    const after = text.findLastIndex((one) => /^\s*require\s/.test(one))
    text.splice(after + 1, 0, ...wanted.filter((one) => one.startsWith('create-dataset')), line)
  } else text.splice(Math.max(lastImport, created) + 1, 0, line)
  return { script: text.join('\n'), added: true }
}

/** The alias under which the script requires a register, null when it does not. */
function aliasOf(script: string, register: string): string | null {
  const found = new RegExp(`^\\s*require\\s+${escape(register)}(?::\\S+)?\\s+as\\s+(\\S+)`, 'm').exec(script)
  return found?.[1] ?? null
}

function freeAlias(wanted: string, script: string): string {
  const taken = new Set([...script.matchAll(/^\s*require\s+\S+\s+as\s+(\S+)/gm)].map((match) => match[1]))
  let alias = wanted
  for (let count = 2; taken.has(alias); count++) alias = `${wanted}${count}`
  return alias
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
