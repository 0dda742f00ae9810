/** Figures: what each is made of is protected as it is elsewhere, and nothing else is drawn (G1), no value one by one (M3). */
import type { FigureStatistic, ReleasedFigure, ResultBody } from '@sund/model'
import type { Account } from '../account.js'
import { endsHold, G1, roundedEdges } from '../rules/g1-figures/rule.js'
import { T2_OF_BINS, T2_OF_HEXAGONS } from '../rules/t2-threshold/rule.js'
import type { SolverSource } from '../rules/t2-threshold/suppress.js'
import { protectModel } from './model.js'
import { protectSummary } from './summary.js'
import { protectTable } from './table.js'

type Notice = Extract<ResultBody, { kind: 'notice' }>

export async function protectFigure(
  statistic: FigureStatistic,
  account: Account,
  solver: SolverSource,
): Promise<ReleasedFigure | Notice> {
  if (!account.public_) account.acts('G1')
  if (!account.public_ && !endsHold(statistic, account.policy)) {
    account.withholdWhole('G1')
    return { kind: 'notice', message: G1.withholds.reason(account.policy) }
  }
  return { kind: 'figure', figure: await protectForm(statistic.figure, account, solver) }
}

async function protectForm(
  figure: FigureStatistic['figure'],
  account: Account,
  solver: SolverSource,
): Promise<ReleasedFigure['figure']> {
  switch (figure.type) {
    case 'barchart':
    case 'histogram': {
      if (figure.type === 'histogram' && !account.public_) account.acts('M3')
      if (figure.edges) account.sayOf('T2', T2_OF_BINS)
      const drawn = account.public_ ? figure : roundedEdges(figure, account.policy)
      return {
        ...drawn,
        table: await protectTable(drawn.table, account, solver, { bins: figure.type === 'histogram' }),
      }
    }
    case 'hexbin':
      account.sayOf('T2', T2_OF_HEXAGONS)
      if (!account.public_) account.acts('M3')
      return { ...figure, table: await protectTable(figure.table, account, solver, { bins: true }) }
    case 'piechart':
      return { ...figure, table: await protectTable(figure.table, account, solver) }
    case 'boxplot':
      return { ...figure, summary: await protectSummary(figure.summary, account, solver) }
    case 'sankey': {
      // What flows in flows out: the tables share margins, so none is shown and each cell is safe from who knows them all.
      const tables = []
      for (const table of figure.tables)
        tables.push(await protectTable(table, account, solver, { marginsShown: false }))
      return { ...figure, tables }
    }
    case 'coefplot':
      return { ...figure, model: await protectModel(figure.model, account, solver) }
  }
}
