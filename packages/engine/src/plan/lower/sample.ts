/** `sample`: units drawn by lot, with all their rows. */
import type { Lowering } from './types.js'

export const sample: Lowering<'sample'> = (statement, compilation) => {
  const { size, seed } = statement.arguments
  const dataset = compilation.filled(statement.command)
  dataset.head = compilation.emit({
    op: 'sample',
    ...compilation.over(statement, dataset.head),
    input: dataset.head.id,
    size: size.kind === 'share' ? { kind: 'share', share: size.value } : { kind: 'count', count: size.value },
    seed,
  })
}
