/** One model for each level of a variable (`by`), put together as the equations of one result. */
import { Failure, inLanguage, joined, type ModelStatistic } from '@sund/model'
import { sql, value } from '../dialects/sql.js'
import { columnAxis, groupingOf, type Level } from './axes.js'
import { recordSets } from './record-sets.js'
import { columnOf, degenerate, refuse, type Source } from './source.js'

const MOST_LEVELS = 50

/**
 * Fits `model` to the rows of each level of `by` in turn. Likelihoods and events add, since levels share no rows; rows
 * without a level count as missing. Coefficients stand in the equation of their level, and tests are of it.
 */
export async function forEachLevel(
  source: Source,
  { level, exponentiate }: Pick<ModelStatistic, 'level' | 'exponentiate'>,
  by: string,
  model: (source: Source) => Promise<ModelStatistic>,
): Promise<ModelStatistic> {
  const axis = columnAxis(source, columnOf(source, by))
  const found = await source.ask(
    sql`SELECT DISTINCT ${axis.sql} AS g FROM ${source.rows} WHERE ${axis.sql} IS NOT NULL LIMIT ${value(MOST_LEVELS + 1)}`,
  )
  if (found.length === 0)
    return degenerate(source, `No row has a value of ${by}.`, 'Leave out by(), or choose another variable.')
  if (found.length > MOST_LEVELS)
    return refuse(source, `${by} has more than ${MOST_LEVELS} levels.`, 'Recode it into fewer groups.')
  const fits: { name: string; of: Level; fit: ModelStatistic }[] = []
  for (const of of axis.levels(found.map(({ g }) => g as number | string))) {
    const name = inLanguage(of.label, 'en')
    const rows = sql`(SELECT * FROM ${source.rows} WHERE ${axis.sql} = ${value(of.value)})`
    fits.push({ name, of, fit: await named(source, name, () => model({ ...source, rows })) })
  }
  const [without] = await recordSets(source, source.rows, { missing: sql`${axis.sql} IS NULL` })
  const sum = (of: (fit: ModelStatistic) => number | undefined) =>
    fits.reduce((total, { fit }) => total + (of(fit) ?? 0), 0)
  const first = fits[0]?.fit as ModelStatistic
  return {
    ...first,
    level,
    exponentiate,
    used: fits.map(({ fit }) => fit.used).reduce(joined),
    missing: [without.sets.missing, ...fits.map(({ fit }) => fit.missing)].reduce(joined),
    coefficients: fits.flatMap(({ name, fit }) => fit.coefficients.map((of) => ({ ...of, equation: name }))),
    ...(first.margins
      ? {
          margins: fits.flatMap(({ name, fit }) =>
            (fit.margins ?? []).map((of) => ({ ...of, equation: name })),
          ),
        }
      : {}),
    parameters: sum((fit) => fit.parameters),
    residualDegreesOfFreedom: sum((fit) => fit.residualDegreesOfFreedom),
    factorLevels: [],
    models: fits.map(
      ({ of: { code, label }, fit: { used, parameters, residualDegreesOfFreedom, factorLevels } }) => ({
        of: { ...groupingOf(axis), code, label },
        used,
        parameters,
        residualDegreesOfFreedom,
        factorLevels,
      }),
    ),
    fit: {
      logLikelihood: sum((fit) => fit.fit.logLikelihood),
      logLikelihoodNull: sum((fit) => fit.fit.logLikelihoodNull),
      events: sum((fit) => fit.fit.events),
      aic: sum((fit) => fit.fit.aic),
    },
    tests: fits.flatMap(({ name, fit }) =>
      fit.tests.map((test) => ({ ...test, of: test.of === undefined ? name : `${name}, ${test.of}` })),
    ),
    notes: fits.flatMap(({ name, fit }) => fit.notes.map((note) => `${name}: ${note}`)),
  }
}

/** A model that does not exist says for which level. */
async function named(
  source: Source,
  name: string,
  model: () => Promise<ModelStatistic>,
): Promise<ModelStatistic> {
  try {
    return await model()
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.errors[0].code !== 'script.degenerate') throw thrown
    return degenerate(source, `${name}: ${thrown.errors[0].message}`, thrown.errors[0].next)
  }
}
