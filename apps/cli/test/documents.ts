/** A run's document with one result of each kind, for tests of drawing. */
import type { ReleasedNumber, Result, RunDocument } from '@sund/model'

const exact = (value: number | null): ReleasedNumber => ({ value, error: 0 })
const about = (value: number, error: number): ReleasedNumber => ({ value, error })
const hidden: ReleasedNumber = { withheld: 'T2' }
const text = (en: string) => ({ en, nb: `${en} (nb)`, da: `${en} (da)` })

function result(index: number, command: string, body: Result['body'], more: Partial<Result> = {}): Result {
  return {
    index,
    command,
    position: { line: index + 1, column: 1, endLine: index + 1, endColumn: command.length + 1 },
    dataset: 'people',
    body,
    protection: [],
    withheld: [],
    ...more,
  }
}

const sex = {
  variable: 'sex',
  title: text('Sex'),
  levels: [
    { code: '1', label: text('Man') },
    { code: '2', label: text('Woman') },
  ],
}
const county = {
  variable: 'county',
  title: text('County'),
  levels: [
    { code: '03', label: text('Oslo') },
    { code: '46', label: text('Vestland') },
    { code: null, label: text('Missing') },
  ],
}
const cell = (at: (number | null)[], count: ReleasedNumber) => ({ at, count, shares: {}, measures: {} })

export const results: Result[] = [
  result(0, 'textblock', { kind: 'text', markdown: '# A study\n\nWords with **weight**.\n\n- one\n- two' }),
  result(
    1,
    'tabulate county sex',
    {
      kind: 'table',
      dimensions: [county, sex],
      measure: null,
      show: { frequency: true, shares: ['rowpct'] },
      cells: [
        cell([0, 0], about(12_345, 5)),
        cell([0, 1], about(12_001, 5)),
        cell([0, null], about(24_346, 5)),
        cell([1, 0], hidden),
        cell([1, 1], about(5_000, 5)),
        cell([1, null], hidden),
        cell([null, 0], about(20_000, 5)),
        cell([null, 1], about(17_000, 5)),
        cell([null, null], about(37_000, 5)),
      ].map((each) => ({ ...each, shares: { rowpct: about(50.7, 0.03) } })),
      test: { name: 'chi-squared', value: exact(12.3), degreesOfFreedom: 1, p: exact(0.00002) },
    },
    {
      protection: [
        {
          rule: 'T5',
          parameters: { bound: 5, variance: 3 },
          statement: text('Each count may be up to 5 from the true one.'),
        },
      ],
      withheld: [
        {
          rule: 'T2',
          count: 2,
          reason: text('Fewer than 10 people.'),
          remedy: text('Join counties with recode.'),
        },
      ],
    },
  ),
  result(2, 'summarize hdl', {
    kind: 'summary',
    by: [],
    rows: [
      {
        variable: 'hdl',
        title: text('HDL cholesterol'),
        unitOfMeasure: 'mg/dL',
        at: [],
        n: about(9_000, 5),
        missing: about(120, 5),
        mean: about(54.321, 0.02),
        sd: about(12.5, 0.1),
        percentiles: [1, 25, 50, 75, 99].map((p) => ({ p, value: p === 99 ? hidden : about(20 + p, 0.5) })),
      },
    ],
  }),
  result(3, 'cox death time age i.sex, hazard', {
    kind: 'model',
    model: 'cox',
    outcome: 'death',
    used: about(17_000, 5),
    missing: about(400, 5),
    coefficients: ['age', 'Sex: Woman'].map((label, i) => ({
      term: label,
      label: text(label),
      estimate: exact(i === 0 ? 0.1 : -0.3),
      standardError: exact(0.01),
      statistic: exact(10),
      p: exact(0.00001),
      lower: exact(i === 0 ? 0.08 : -0.32),
      upper: exact(i === 0 ? 0.12 : -0.28),
    })),
    exponentiate: true,
    level: 95,
    fit: { events: about(1_364, 5), logLikelihood: exact(-11_234.5), concordance: exact(0.81) },
    tests: [{ name: 'likelihood-ratio', value: exact(123.4), degreesOfFreedom: 2, p: exact(0) }],
    notes: ['Ties by Efron’s method.'],
  }),
  result(4, 'kaplan-meier death time, by(diabetes)', {
    kind: 'survival',
    by: { variable: 'diabetes', title: text('Diabetes') },
    timeTitle: text('Days of follow-up'),
    level: 95,
    groups: ['No', 'Yes'].map((label, g) => ({
      code: String(g),
      label: text(label),
      units: about(8_000, 5),
      events: about(700, 5),
      median: exact(null),
      steps: Array.from({ length: 30 }, (_, i) => ({
        time: (i + 1) * 230,
        atRisk: about(8_000 - i * 200, 5),
        survival: about(1 - (g + 1) * 0.008 * (i + 1), 0.002),
        lower: exact(1 - (g + 1) * 0.009 * (i + 1)),
        upper: exact(1 - (g + 1) * 0.007 * (i + 1)),
      })),
    })),
    test: { name: 'log-rank', value: exact(55.5), degreesOfFreedom: 1, p: exact(1e-12) },
  }),
  result(5, 'histogram age', {
    kind: 'figure',
    figure: {
      type: 'histogram',
      value: 'frequency',
      stacked: false,
      horizontal: false,
      edges: [20, 40, 60, 80],
      table: {
        kind: 'table',
        dimensions: [
          {
            variable: 'age',
            title: text('Age'),
            levels: ['20', '40', '60'].map((code) => ({ code, label: text(code) })),
          },
        ],
        measure: null,
        show: { frequency: true, shares: [] },
        cells: [cell([0], about(1_000, 5)), cell([1], about(3_000, 5)), cell([2], hidden)],
        test: null,
      },
    },
  }),
  result(6, 'tabulate rare', { kind: 'notice', message: text('The whole result is withheld.') }),
]

export const runDocument: RunDocument = {
  run: '00000000-0000-4000-8000-000000000001',
  state: 'released',
  script: 'require no.example.person as p\n',
  results,
  errors: [],
  seconds: 1.25,
  receipt: {
    run: '00000000-0000-4000-8000-000000000001',
    at: '2026-01-01T00:00:00.000Z',
    scriptHash: 'a'.repeat(64),
    registers: [{ name: 'no.example.person', version: '1.0.0', contentHash: 'b'.repeat(64) }],
    policyVersion: 'open-1',
    ledger: { position: 7, hash: 'c'.repeat(64) },
    resultsHash: 'd'.repeat(64),
    signature: 'eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl',
  },
}
