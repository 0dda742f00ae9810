/** The shapes of HealthDCAT-AP for data that are not public, which are not part of the project: what a record violates of them. */
import { existsSync, readFileSync } from 'node:fs'
import { DataFactory, Parser, type Quad, Store } from 'n3'
// @ts-expect-error: the package has no types
import { Validator } from 'shacl-engine'

const SHAPES = new URL('../../../../../shared/standards/healthdcat-ap/non-public-shapes.ttl', import.meta.url)
export const hasShapes = existsSync(SHAPES)

interface Violation {
  focusNode?: { term?: { value: string } }
  message?: readonly { value: string }[]
}

/** The statements of a document in Turtle. */
export const readTurtle = (text: string): Quad[] => new Parser().parse(text)

let validator: { validate(data: object): Promise<{ results: Violation[] }> } | undefined

/** One line for each violation; none for a record that is complete. */
export async function violations(quads: readonly Quad[]): Promise<string[]> {
  validator ??= new Validator(new Store(new Parser().parse(readFileSync(SHAPES, 'utf8'))), {
    factory: DataFactory,
  })
  const report = await validator?.validate({ dataset: new Store([...quads]) })
  return (report?.results ?? []).map(
    ({ focusNode, message }) => `${focusNode?.term?.value}: ${message?.[0]?.value ?? ''}`,
  )
}
