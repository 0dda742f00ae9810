/** Scripts for property tests: lines over the test catalogue, of which those that compile are kept. */
import fc from 'fast-check'
import { compile } from '../src/plan/compile.js'
import { catalogue } from './catalogue.js'

export const HEAD = `require us.olmsted.population:1 as pop
require us.olmsted.laboratory:1 as lab
require us.olmsted.diagnosis:1 as dia
require no.example.everything:23 as db
create-dataset a
`

/** Two datasets to go on with. */
const START = `${HEAD}import pop/SEX as sex
import pop/AGE as age
import pop/DEATH as death
import pop/BMI 2000-01-01 as bmi
generate x = age + 1
create-dataset b
import db/MUNICIPALITY 2018-01-01 as place
import db/WAGES 2018-01-01 as wages
import db/MOTHER 2000-01-01 as mother
use a
`

/** Lines that mean something in one dataset or another. */
export const LINES = [
  'create-dataset a',
  'create-dataset b',
  'use a',
  'use b',
  'clone-dataset a b',
  'clone-units a c',
  'delete-dataset b',
  'import pop/SEX as sex',
  'import pop/AGE as age',
  'import pop/DEATH as death',
  'import pop/BMI 2000-01-01 as bmi',
  'import pop/BMI 2000-01-01 as wide, outer_join',
  'import pop/MATCHED_SET as set',
  'import db/WAGES 2018-01-01 as wages',
  'import db/MUNICIPALITY 2018-01-01 as place',
  'import db/BORN as born',
  'import db/MOTHER 2000-01-01 as mother',
  'import-event dia/DIAGNOSIS 1970-01-01 to 2000-01-01 as d',
  'import-event lab/VALUE 1970-01-01 to 2000-01-01 as v',
  'import lab/TEST as test',
  'import lab/PATIENT as patient',
  'collapse (first) d -> first (count) d -> n, by(PERSONID_1)',
  'collapse (last) v -> hdl (mean) v -> m, by(patient)',
  'collapse (mean) age -> age, by(sex)',
  'collapse (sum) wages -> wages (any) death -> death, by(mother)',
  'aggregate (mean) age -> mean_age, by(sex)',
  'aggregate (percent) age -> share (max) bmi -> top, by(set)',
  'merge sex into b',
  'merge hdl into a',
  'merge n first into a',
  'merge age into b on mother',
  'merge wages into b on PERSONID_1',
  'generate x = age + 1',
  'generate q = quantile(age, 4) + quantile(bmi * 2, 3)',
  'replace x = quantile(x, 5) if age > 40',
  'sample 0.5 7',
  'sample 100 8',
  'collapse (nearest(2000-01-01)) v -> near (nth(-2)) v -> nth, by(patient)',
  'collapse (nearest(START@d)) d -> near (nth(1)) d -> n, by(PERSONID_1)',
  'create-dataset p',
  'import-panel db/WAGES as w db/MUNICIPALITY as place db/BORN as born 2017-01-01 2018-01-01 2019-01-01',
  'import-panel pop/BMI as panelbmi pop/SEX as panelsex 1999-01-01 2000-01-01',
  'generate w2017 = age',
  'generate w2018 = age + bmi',
  'reshape-to-panel w',
  'reshape-from-panel',
  'tabulate-panel place',
  'tabulate-panel sex, colpct',
  'summarize-panel w, by(sex)',
  'transitions-panel place',
  'summarize q near nth',
  "generate y = sex == '1' if !sysmiss(age)",
  'replace x = rowmax(x, bmi) if age > 40',
  'recode age (min/39 = 1 "young") (* = 2)',
  "keep if d == 'diabetes'",
  "keep if test == 'hdl'",
  'drop if age < 18',
  'drop sex',
  'keep age sex death bmi',
  'rename age years',
  'clone-variables age -> age2',
  'define-labels l 1 "a" 2 "b"',
  'assign-labels x l',
  'tabulate sex',
  'tabulate sex death if age > 20, rowpct',
  'tabulate place, summarize(wages) mean',
  'summarize age bmi, by(sex)',
  'summarize n',
  'summarize hdl m',
  'barchart (mean) age, over(sex)',
  'histogram bmi',
  'regress bmi age i.sex',
  'logit death c.age##i.sex x',
  'cox death age bmi, strata(sex)',
  'kaplan-meier death age, by(sex)',
  'textblock\n# Text\nendblock',
]

/** A script whose every line compiles. */
export const validScript: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...LINES), { minLength: 5, maxLength: 40 })
  .map((lines) => {
    let script = START
    for (const line of [...lines, 'use a', 'summarize x', 'summarize wages', 'tabulate sex']) {
      const longer = `${script}${line}\n`
      if (compile(longer, catalogue).plan) script = longer
    }
    return script
  })
