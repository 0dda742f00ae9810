/**
 * What a log may say of an exception that is nobody's known mistake: its class and where it was thrown, never
 * its message, which may quote data.
 */
export function bugOf(thrown: unknown): { bug: string; at: string[] } {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
  const at = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
  return { bug: thrown instanceof Error ? thrown.name : typeof thrown, at }
}
