/**
 * Scripts in the style that users of microdata.no write, run as they stand: Norwegian names, loops that build names and dates, bindings,
 * panels, links between people. What they show was counted by hand in the register's files.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { norwegianSource } from './norwegian-register.js'
import { render } from './render.js'
import { openWorld, type World } from './world.js'

let world: World
beforeAll(async () => {
  world = await openWorld([norwegianSource()])
}, 60_000)
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const SCRIPTS: readonly { title: string; script: string; expect: string }[] = [
  {
    title: 'lønn etter kjønn og alder, med regresjon',
    script: `
require no.ssb.fdb:23 as db

//Populasjon: alle bosatte per 1. januar 2015
create-dataset personer
import db/BOSATTEFDT_BOSTED 2015-01-01 as bosted
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as fødselsårmnd
import db/INNTEKT_WLONN 2015-12-31 as lønn

generate fødselsår = int(fødselsårmnd / 100)
generate alder = 2015 - fødselsår
keep if alder >= 18 & !sysmiss(lønn)

generate mann = 0
replace mann = 1 if kjønn == '1'
generate aldersgr = 1
replace aldersgr = 2 if alder >= 35
replace aldersgr = 3 if alder >= 50
define-labels aldertekst 1 'Under 35' 2 '35-49' 3 '50 og over'
assign-labels aldersgr aldertekst

tabulate aldersgr kjønn
tabulate aldersgr kjønn, cellpct
summarize lønn
regress lønn mann alder`,
    expect: `
| aldersgr | kjønn | n |
| --- | --- | --- |
| Under 35 | Mann | 5 |
| Under 35 | Kvinne | 6 |
| Under 35 | All | 11 |
| 35-49 | Mann | 5 |
| 35-49 | Kvinne | 5 |
| 35-49 | All | 10 |
| 50 og over | Kvinne | 5 |
| 50 og over | All | 5 |
| All | Mann | 10 |
| All | Kvinne | 16 |
| All | All | 26 |

| aldersgr | kjønn | cellpct |
| --- | --- | --- |
| Under 35 | Mann | 19.2308 |
| Under 35 | Kvinne | 23.0769 |
| Under 35 | All | 42.3077 |
| 35-49 | Mann | 19.2308 |
| 35-49 | Kvinne | 19.2308 |
| 35-49 | All | 38.4615 |
| 50 og over | Kvinne | 19.2308 |
| 50 og over | All | 19.2308 |
| All | Mann | 38.4615 |
| All | Kvinne | 61.5385 |
| All | All | 100 |

| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| lønn | 26 | 0 | 369231 | 63129.9 | 262500 | 321250 | 367500 | 417500 | 482500 |

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| mann | 46104.4 | 24996.4 | 1.84444 | 0.0780378 | -5604.6 | 97813.3 |
| alder | -566.638 | 912.815 | -0.620759 | 0.540862 | -2454.94 | 1321.66 |
| _cons | 373728 | 41064 | 9.10111 | 4.38248e-9 | 288781 | 458675 |

used 26, missing 0, adjustedR2 0.096026, aic 650.726, logLikelihood -321.363, r2 0.168344, rmse 60022.4

f(2, 23) = 2.32783, p = 0.120048`,
  },
  {
    title: 'en løkke henter lønn for flere år',
    script: `
require no.ssb.fdb:23 as db
create-dataset inntekter
import db/BEFOLKNING_KJOENN as kjønn
for år in 2010:2012
    import db/INNTEKT_WLONN $år-12-31 as lønn$år
    generate lønn_i_tusen$år = lønn$år / 1000
end
summarize lønn2010 lønn2011 lønn2012
generate snitt = rowmean(lønn2010, lønn2011, lønn2012)
generate vekst = (lønn2012 - lønn2010) / lønn2010 * 100 if lønn2010 > 0
summarize snitt vekst
barchart (mean) snitt, over(kjønn)`,
    expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| lønn2010 | 32 | 8 | 331250 | 63054 | 213100 | 283750 | 332500 | 376250 | 441900 |
| lønn2011 | 31 | 9 | 333387 | 63356 | 223000 | 285000 | 335000 | 382500 | 449000 |
| lønn2012 | 32 | 8 | 351250 | 62540.3 | 236200 | 303750 | 347500 | 397500 | 461900 |

| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| snitt | 36 | 4 | 337778 | 63453.5 | 221750 | 288750 | 337500 | 385000 | 451500 |
| vekst | 28 | 12 | 6.16844 | 1.21946 | 4.52228 | 5.2987 | 6.01538 | 6.9268 | 9.20238 |

| kjønn | mean |
| --- | --- |
| Mann | 360000 |
| Kvinne | 310000 |
| All | 337778 |`,
  },
  {
    title: 'bindinger og prosedyrer',
    script: `
require no.ssb.fdb:23 as db

let yyyy = 2013
let yy = $yyyy - 2000
let dato = date_fmt($yyyy, 08, 01)
let siv = sivstand
let varnavn = $siv ++ $yy

create-dataset sivildata
import db/SIVSTANDFDT_SIVSTAND $dato as $varnavn
import db/BOSATTEFDT_BOSTED $dato as bosted ++ $yy
tabulate $varnavn bosted ++ $yy
for forelder in mor, far
    generate $forelder = 1 if bosted$yy == '0301'
end
summarize mor far`,
    expect: `
| sivstand13 | bosted13 | n |
| --- | --- | --- |
| Ugift | Bergen | 8 |
| Ugift | Trondheim | 9 |
| Ugift | Oslo | 2 |
| Ugift | All | 19 |
| Gift | Bergen | 3 |
| Gift | Trondheim | 3 |
| Gift | Oslo | 11 |
| Gift | All | 17 |
| All | Bergen | 11 |
| All | Trondheim | 12 |
| All | Oslo | 13 |
| All | All | 36 |

| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| mor | 13 | 23 | 1 | 0 | 1 | 1 | 1 | 1 | 1 |
| far | 13 | 23 | 1 | 0 | 1 | 1 | 1 | 1 | 1 |`,
  },
  {
    title: 'sivilstand over tid, to lister i takt',
    script: `
require no.ssb.fdb:23 as db
create-dataset sivil
import db/BEFOLKNING_KJOENN as kjønn
for år, nr in 2010 2012 2014, 1 2 3
  let dato = date_fmt($år, 1, 1)
  import db/SIVSTANDFDT_SIVSTAND $dato as siv ++ $nr
  recode siv ++ $nr ('1' = '0' "Ikke gift") ('2' = '1' 'Gift') ('3' '4' = '0')
end
tabulate siv1 siv3, rowpct`,
    expect: `
| siv1 | siv3 | rowpct |
| --- | --- | --- |
| Ikke gift | Ikke gift | 70.3704 |
| Ikke gift | Gift | 29.6296 |
| Ikke gift | All | 100 |
| Gift | Gift | 100 |
| Gift | All | 100 |
| All | Ikke gift | 52.7778 |
| All | Gift | 47.2222 |
| All | All | 100 |`,
  },
  {
    title: 'paneldata fra databanken',
    script: `
require no.ssb.fdb:23 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/SIVSTANDFDT_SIVSTAND db/BEFOLKNING_KJOENN \\
   2011-12-31 2012-12-31 2013-12-31
rename INNTEKT_WLONN lønn
rename SIVSTANDFDT_SIVSTAND sivstand
generate år = year(date@panel)
replace lønn = lønn / 1000
summarize-panel lønn
tabulate-panel sivstand, colpct
transitions-panel sivstand`,
    expect: `
| variable | date@panel | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| lønn | 2011-12-31 | 31 | 5 | 333.387 | 63.356 | 223 | 285 | 335 | 382.5 | 449 |
| lønn | 2012-12-31 | 32 | 4 | 351.25 | 62.5403 | 236.2 | 303.75 | 347.5 | 397.5 | 461.9 |
| lønn | 2013-12-31 | 31 | 5 | 355 | 64.0312 | 243 | 307.5 | 355 | 402.5 | 472 |

| sivstand | date@panel | colpct |
| --- | --- | --- |
| Ugift | 2011-12-31 | 75 |
| Ugift | 2012-12-31 | 52.7778 |
| Ugift | 2013-12-31 | 52.7778 |
| Ugift | All | 75 |
| Gift | 2011-12-31 | 25 |
| Gift | 2012-12-31 | 47.2222 |
| Gift | 2013-12-31 | 47.2222 |
| Gift | All | 47.2222 |
| All | 2011-12-31 | 100 |
| All | 2012-12-31 | 100 |
| All | 2013-12-31 | 100 |
| All | All | 100 |

| sivstand@2011 | sivstand@2012 | n | rowpct |
| --- | --- | --- | --- |
| Ugift | Ugift | 19 | 70.3704 |
| Ugift | Gift | 8 | 29.6296 |
| Ugift | All | 27 | 100 |
| Gift | Gift | 9 | 100 |
| Gift | All | 9 | 100 |
| All | Ugift | 19 | 52.7778 |
| All | Gift | 17 | 47.2222 |
| All | All | 36 | 100 |

| sivstand@2012 | sivstand@2013 | n | rowpct |
| --- | --- | --- | --- |
| Ugift | Ugift | 19 | 100 |
| Ugift | All | 19 | 100 |
| Gift | Gift | 17 | 100 |
| Gift | All | 17 | 100 |
| All | Ugift | 19 | 52.7778 |
| All | Gift | 17 | 47.2222 |
| All | All | 36 | 100 |`,
  },
  {
    title: 'fra bredt til langt format, og tilbake',
    script: `
require no.ssb.fdb:23 as db
create-dataset utvalg
import db/BOSATTEFDT_BOSTED 2012-01-01 as bosted
sample 1.0 12345
import db/BEFOLKNING_KJOENN as kjønn
for i in 12:14
  import db/INNTEKT_WLONN 20$i-12-31 as lønn ++ $i
  import db/SIVSTANDFDT_SIVSTAND 20$i-01-01 as sivstand ++ $i
end
reshape-to-panel lønn sivstand
generate gift = sivstand == '2'
replace gift = . if sysmiss(sivstand)
tabulate gift date@panel
summarize lønn if date@panel == 13
collapse (mean) lønn -> snittlønn (count) lønn -> antall, by(PERSONID_1)
summarize snittlønn antall`,
    expect: `
| gift | date@panel | n |
| --- | --- | --- |
| 0 | 12 | 27 |
| 0 | 13 | 19 |
| 0 | 14 | 19 |
| 0 | All | 27 |
| 1 | 12 | 9 |
| 1 | 13 | 17 |
| 1 | 14 | 17 |
| 1 | All | 17 |
| All | 12 | 36 |
| All | 13 | 36 |
| All | 14 | 36 |
| All | All | 36 |

| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| lønn | 31 | 5 | 355000 | 64031.2 | 243000 | 307500 | 355000 | 402500 | 472000 |

| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| snittlønn | 36 | 0 | 357778 | 63453.5 | 242000 | 308750 | 355000 | 407500 | 471500 |
| antall | 36 | 0 | 2.63889 | 0.487136 | 2 | 2 | 3 | 3 | 3 |`,
  },
  {
    title: 'kobling av mors lønn til barn',
    script: `
require no.ssb.fdb:23 as db
create-dataset barn
import db/BEFOLKNING_MOR_FNR as mor
import db/INNTEKT_WLONN 2015-12-31 as lønn

create-dataset mødre
import db/INNTEKT_WLONN 2015-12-31 as mors_lønn
merge mors_lønn into barn on mor

use barn
drop if sysmiss(mors_lønn)
generate høy = mors_lønn > 300000
define-labels høytekst 0 Lav 1 Høy
assign-labels høy høytekst
summarize lønn, by(høy)`,
    expect: `
| variable | høy | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| lønn | Lav | 4 | 0 | 375000 | 12909.9 | 360300 | 367500 | 375000 | 382500 | 389700 |
| lønn | Høy | 4 | 0 | 425000 | 12909.9 | 410300 | 417500 | 425000 | 432500 | 439700 |`,
  },
  {
    title: 'ledighet som forløp, samlet til person',
    script: `
require no.ssb.fdb:23 as db
create-dataset ledige
import-event db/ARBSOEK2001FDT_HOVED 2012-01-01 to 2014-12-31 as ledig
generate dager = STOP@ledig - START@ledig + 1
collapse (sum) dager (count) ledig -> perioder, by(PERSONID_1)

create-dataset alle
import db/BOSATTEFDT_BOSTED 2012-01-01 as bosted
import db/NUDB_BU 2012-10-01 as utd
use ledige
merge dager perioder into alle
use alle
replace dager = 0 if sysmiss(dager)
replace perioder = 0 if sysmiss(perioder)
generate utdnivå = substr(utd, 1, 1)
destring utdnivå
recode utdnivå (0/2 = 1 "Grunnskole") (3/5 = 2 "Videregående") (6/8 = 3 "Høyere") (missing = 9 "Uoppgitt")
tabulate utdnivå perioder
tabulate utdnivå, summarize(dager) mean std
histogram dager, discrete`,
    expect: `
| utdnivå | perioder | n |
| --- | --- | --- |
| Grunnskole | 0 | 5 |
| Grunnskole | 2 | 3 |
| Grunnskole | All | 8 |
| Videregående | 0 | 7 |
| Videregående | 1 | 3 |
| Videregående | All | 10 |
| Høyere | 0 | 12 |
| Høyere | 1 | 4 |
| Høyere | 2 | 2 |
| Høyere | All | 18 |
| All | 0 | 24 |
| All | 1 | 7 |
| All | 2 | 5 |
| All | All | 36 |

| utdnivå | mean | std |
| --- | --- | --- |
| Grunnskole | 120 | 172.611 |
| Videregående | 59.4 | 104.823 |
| Høyere | 79.5556 | 128.525 |
| All | 82.9444 | 131.476 |

| dager | n |
| --- | --- |
| 0 | 24 |
| 107 | 2 |
| 198 | 3 |
| 229 | 2 |
| 289 | 2 |
| 320 | 1 |
| 411 | 2 |
| All | 36 |`,
  },
  {
    title: 'kommuner og desiler, med tekst mellom resultatene',
    script: `
textblock
## Lønn i tre byer
Tallene er for **2014**.
endblock
require no.ssb.fdb:23 as db
create-dataset byer
import db/BOSATTEFDT_BOSTED 2014-01-01 as by
import db/INNTEKT_WLONN 2014-12-31 as lønn
keep if inlist(by, '0301', '4601') // Oslo og Bergen
drop if sysmiss(lønn)
generate kvartil = quantile(lønn, 4)
generate oslo = 0
replace oslo = 1 if by == label_to_code(by, 'Oslo')
tabulate kvartil by, freq colpct
clone-dataset byer kopi
collapse (median) lønn -> medianlønn (sd) lønn -> spredning, by(by)
summarize medianlønn
use kopi
logit oslo lønn
barchart (percent) kvartil
aggregate (mean) lønn -> bysnitt, by(by)
generate avvik = round((lønn - bysnitt) / 1000, 0.1)
summarize avvik, by(by)`,
    expect: `
## Lønn i tre byer
Tallene er for **2014**.

| kvartil | by | n | colpct |
| --- | --- | --- | --- |
| 1 | Bergen | 2 | 20 |
| 1 | Oslo | 4 | 33.3333 |
| 1 | All | 6 | 27.2727 |
| 2 | Bergen | 3 | 30 |
| 2 | Oslo | 2 | 16.6667 |
| 2 | All | 5 | 22.7273 |
| 3 | Bergen | 3 | 30 |
| 3 | Oslo | 3 | 25 |
| 3 | All | 6 | 27.2727 |
| 4 | Bergen | 2 | 20 |
| 4 | Oslo | 3 | 25 |
| 4 | All | 5 | 22.7273 |
| All | Bergen | 10 | 100 |
| All | Oslo | 12 | 100 |
| All | All | 22 | 100 |

| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| medianlønn | 2 | 0 | 366250 | 5303.3 | 362575 | 364375 | 366250 | 368125 | 369925 |

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| lønn | 0.00000112709 | 0.00000638209 | 0.176602 | 0.859821 | -0.0000113816 | 0.0000136358 |
| _cons | -0.237 | 2.41126 | -0.0982892 | 0.921703 | -4.96298 | 4.48898 |

used 22, missing 0, aic 34.2852, logLikelihood -15.1426, logLikelihoodNull -15.1582, pseudoR2 0.00103029

likelihood-ratio(1) = 0.0312347, p = 0.859718

| kvartil | n |
| --- | --- |
| 1 | 6 |
| 2 | 5 |
| 3 | 6 |
| 4 | 5 |
| All | 22 |

| variable | by | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| avvik | Bergen | 10 | 0 | 0 | 66.9764 | -106.35 | -42 | 0.5 | 40.5 | 102.8 |
| avvik | Oslo | 12 | 0 | -0.0166667 | 73.1269 | -101.3 | -65.85 | -12.1 | 57.9 | 108.2 |`,
  },
]

describe('scripts of microdata.no run unedited', () => {
  it.each(SCRIPTS)('$title', async ({ script, expect: expected }) => {
    const { results, errors } = await world.run(script.trim())
    expect(render(results, errors)).toBe(expected.trim())
  })
})
