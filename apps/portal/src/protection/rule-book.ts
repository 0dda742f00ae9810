/** What each rule promises and what not, out of the statements that stand beside the rules' code. They are in English only. */
import type { RuleId } from '@sund/model'

const STATEMENTS = import.meta.glob<string>('../../../../packages/privacy/src/rules/*/statement.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})

const byRule = new Map(
  Object.values(STATEMENTS).map((text) => [/^# (\S+)/.exec(text)?.[1] ?? '', text] as const),
)

/** The promise of a rule and what it does not promise, without Markdown's marks; empty where its statement does not say. */
export function promisesOf(rule: RuleId): { promise: string; notPromised: string } {
  const text = byRule.get(rule) ?? ''
  return { promise: partOf(text, 'Promise'), notPromised: partOf(text, 'Not promised') }
}

function partOf(text: string, name: string): string {
  const [, rest = ''] = text.split(`**${name}.**`)
  const [part = ''] = rest.split(/\n\*\*[A-Z]|\n\n|\nCode:/)
  return part
    .replaceAll(/[`*]|\b_|_\b/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
