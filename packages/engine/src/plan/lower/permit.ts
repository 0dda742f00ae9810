/** `permit`: under which permit the script runs. It says nothing of the plan; whoever runs the plan holds it against the permit. */
import { Mistake } from '../../language/reader.js'
import type { Lowering } from './types.js'

export const permit: Lowering<'permit'> = (statement, compilation) => {
  const { permit: id } = statement.arguments
  if (compilation.permit !== null)
    throw new Mistake(
      'script.duplicate-name',
      'A script runs under one permit, and this is the second.',
      'Leave one of them out; what needs another permit is another script.',
      statement,
    )
  if (compilation.uses.length > 0)
    throw new Mistake(
      'script.syntax',
      'The permit stands after an import.',
      'Write it at the top of the script, before anything is imported.',
      statement,
    )
  compilation.permit = { id: id.text, position: compilation.tree.positionOf(statement) }
}
