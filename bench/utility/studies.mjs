// Two studies of twenty-five scripts each, as a researcher works through them: first what there is, then by finer groups, then over several
// registers, then models. Each script begins with the same preparation and shows one to three results. The last ones of a
// kind ask for more than people can be counted by, as honest scripts do before one sees the answer.

const POPULATION = `
require us.olmsted.population:1 as population
create-dataset people
import population/SEX as sex
import population/AGE as age
import population/BMI 2000-01-01 as bmi
import population/FOLLOW_UP_DAYS as followup
import population/DEATH as death
generate male = sex == '1'
generate years = followup / 365.25
generate five = 5 * floor(age / 5)
clone-variables age -> band bmi -> class
recode band (min/44 = 1 "Under 45") (45/64 = 2 "45 to 64") (65/max = 3 "65 and more")
recode class (30/max = 3 "30 and more") (25/30 = 2 "25 to 30") (min/25 = 1 "Under 25")`

const CLINIC = `
require us.olmsted.laboratory:1 as laboratory
require us.olmsted.diagnosis:1 as diagnosis
create-dataset diabetics
import-event diagnosis/DIAGNOSIS 1970-01-01 to 2000-01-01 as diagnosis
keep if diagnosis == 'diabetes'
collapse (first) START@diagnosis -> diabetes_since, by(PERSONID_1)
create-dataset cholesterol
import-event laboratory/VALUE 1970-01-01 to 2000-01-01 as value
import laboratory/TEST as test
import laboratory/PATIENT as patient
keep if test == 'hdl'
collapse (last) value -> hdl, by(patient)
${POPULATION}
use diabetics
merge diabetes_since into people
use cholesterol
merge hdl into people
use people
generate diabetes = !sysmiss(diabetes_since)`

const COUNTRY = `
require sundland.population:1 as population
require sundland.education:1 as education
create-dataset people
import population/SEX as sex
import population/BIRTH_DATE as born
import population/MUNICIPALITY 2019-01-01 as municipality
import education/EDUCATION_LEVEL 2019-01-01 as education
keep if !sysmiss(municipality)
generate male = sex == '1'
generate age = (date(2019, 1, 1) - born) / 365.25
generate ten = 10 * floor(age / 10)
generate five = 5 * floor(age / 5)
generate county = substr(municipality, 1, 2)`

const CONTACTS = `
require sundland.primary-care:1 as primary
create-dataset contacts
import-event primary/ICPC2 2017-01-01 to 2018-12-31 as code
import primary/PERSON as person`

const LINKED = `${CONTACTS}
create-dataset visits
import-event primary/ICPC2 2018-01-01 to 2018-12-31 as code
import primary/PERSON as person
collapse (count) code -> visits, by(person)
use contacts
keep if code == 'T90'
collapse (first) START@code -> diabetes_since, by(person)
require sundland.hospital:1 as hospital
create-dataset events
import-event hospital/ICD10 2019-01-01 to 2024-12-31 as diagnosis
import hospital/DIAGNOSIS_PERSON as person
keep if startswith(diagnosis, 'I')
collapse (first) START@diagnosis -> event_on, by(person)
require sundland.causes-of-death:1 as deaths
create-dataset dead
import-event deaths/UNDERLYING_CAUSE 2019-01-01 to 2024-12-31 as cause
collapse (first) START@cause -> died_on, by(PERSONID_1)
${COUNTRY}
use contacts
merge diabetes_since into people
use visits
merge visits into people
use events
merge event_on into people
use dead
merge died_on into people
use people
replace visits = 0 if sysmiss(visits)
generate diabetes = !sysmiss(diabetes_since)
generate event = !sysmiss(event_on)
generate died = !sysmiss(died_on)
generate last = rowmin(date(2024, 12, 31), died_on)
generate years = (last - date(2019, 1, 1) + 1) / 365.25`

const ADULTS = `${LINKED}
keep if age >= 40 & age < 90`

/** @typedef {{ name: string, detail: string, text: string }} Script */
/** @typedef {{ name: string, scripts: Script[] }} Study */

/**
 * @param {string} detail
 * @param {string} preparation
 * @param {Record<string, string>} scripts
 * @returns {Script[]}
 */
const group = (detail, preparation, scripts) =>
  Object.entries(scripts).map(([name, shows]) => ({ name, detail, text: `${preparation}\n${shows}\n` }))

/** @type {Study} Fatty liver disease in Olmsted County: real people, 17,549 of them, three registers. */
export const NAFLD = {
  name: 'NAFLD',
  scripts: [
    ...group('one variable', POPULATION, {
      'sex and death': 'tabulate sex\ntabulate death',
      'age and body mass in classes': 'tabulate band\ntabulate class, missing',
      'age by five years': 'tabulate five',
      'age by single years': 'tabulate age',
    }),
    ...group('two variables', POPULATION, {
      'death by sex and by age class':
        'tabulate sex death, freq rowpct\ntabulate band death, freq rowpct chi2',
      'body mass by death and age class':
        'tabulate class death, freq rowpct\ntabulate band class, freq colpct',
      'five-year ages by sex': 'tabulate five sex',
      'five-year ages by death': 'tabulate five death, freq rowpct',
      'single years of age by sex': 'tabulate age sex',
    }),
    ...group('three or more variables', POPULATION, {
      'age class, body mass and sex': 'tabulate band class sex',
      'age class, body mass, sex and death': 'tabulate band class sex death',
      'five-year ages, body mass and death': 'tabulate five class death',
    }),
    ...group('summaries', POPULATION, {
      'age and body mass': 'summarize age bmi',
      'body mass by sex and by age class': 'summarize bmi, by(sex)\nsummarize bmi years, by(band)',
      'body mass by five-year ages and sex': 'tabulate five sex, summarize(bmi) mean std median',
      'person-years by body mass and sex': 'tabulate class sex, summarize(years) mean sum',
      'means and correlations': 'ci bmi age, by(band)\ncorrelate age bmi years',
    }),
    ...group('figures', POPULATION, {
      distributions: 'histogram age\nhistogram bmi, width(2)',
      'bars and boxes': 'barchart (mean) bmi, over(band sex)\nboxplot bmi, over(band)\npiechart class',
    }),
    ...group('linked tables', CLINIC, {
      'death and HDL by diabetes': 'tabulate diabetes death, freq rowpct\nsummarize hdl, by(diabetes)',
      'diabetes by five-year ages and sex': 'tabulate five diabetes sex',
    }),
    ...group('models and survival', CLINIC, {
      logistic: 'logit death age male bmi diabetes, or\nlogit death i.band i.class male diabetes, or',
      survival: 'kaplan-meier death years, by(diabetes)\nkaplan-meier death years, by(five)',
      'proportional hazards':
        'cox death years age male bmi diabetes\ncox death years age bmi diabetes, by(sex)',
      'rates and linear':
        'standardize-rate death years, by(band male) to(people) over(diabetes)\nregress hdl age male bmi diabetes',
    }),
  ],
}

/** @type {Study} A country of made-up people, six registers. */
export const SUNDLAND = {
  name: 'country',
  scripts: [
    ...group('one variable', COUNTRY, {
      'sex and age by ten years': 'tabulate sex\ntabulate ten',
      counties: 'tabulate county',
      municipalities: 'tabulate municipality',
    }),
    ...group('two variables', COUNTRY, {
      'five-year ages by sex': 'tabulate five sex',
      'counties by sex': 'tabulate county sex, freq rowpct',
      'education by sex and age': 'tabulate education sex, freq colpct chi2\ntabulate education ten',
      'counties by five-year ages': 'tabulate county five',
      'municipalities by sex': 'tabulate municipality sex',
    }),
    ...group('three or more variables', COUNTRY, {
      'education, age and sex': 'tabulate education ten sex',
      'county, age and sex': 'tabulate county ten sex',
      'county, education, age and sex': 'tabulate county education ten sex',
    }),
    ...group('summaries', LINKED, {
      'age by county and sex': 'summarize age, by(county)\nsummarize age visits, by(sex)',
      'visits by age and sex': 'tabulate ten sex, summarize(visits) mean sum',
      'visits by county': 'tabulate county, summarize(visits) mean median p75',
    }),
    ...group('figures', LINKED, {
      distributions: 'histogram age\nbarchart (mean) visits, over(ten)',
      'parts and flows': 'piechart education\nsankey ten diabetes event',
    }),
    ...group('linked tables', CONTACTS, {
      'people by code': 'tabulate code',
    }),
    ...group('linked tables', LINKED, {
      'diabetes by age and sex': 'tabulate diabetes sex, freq colpct\ntabulate ten diabetes, freq rowpct',
      'events by diabetes, age and sex':
        'tabulate diabetes event, freq rowpct chi2\ntabulate ten diabetes event sex',
      'diabetes by county': 'tabulate county diabetes, freq rowpct',
      'diabetes by municipality': 'tabulate municipality diabetes',
    }),
    ...group('models and survival', ADULTS, {
      logistic: 'logit event age male diabetes, or\nlogit event i.ten male diabetes i.county, or',
      survival: 'kaplan-meier died years, by(diabetes)\nkaplan-meier died years, by(ten)',
      'proportional hazards and counts':
        'cox died years age male diabetes\npoisson visits age male diabetes, irr',
      'rates by county':
        'standardize-rate died years, by(ten male) to(people) over(county)\nregress visits age male diabetes',
    }),
  ],
}
