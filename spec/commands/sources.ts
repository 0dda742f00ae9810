/** Binding registers, making datasets and bringing variables into them. */
import type { CommandSpec } from '../types.js'

export const SOURCES: readonly CommandSpec[] = [
  {
    command: 'require',
    rows: [
      {
        title: 'binds the newest release of a major version to an alias',
        script: `
require spec.people:1 as people
create-dataset d
import people/SEX as sex
tabulate sex`,
        expect: '',
      },
      {
        title: 'a register that does not exist is an error that names the nearest',
        script: `
require spec.peopel:1 as people`,
        expect: '',
      },
      {
        title: 'so is a version that does not exist',
        script: `
require spec.people:7 as people`,
        expect: '',
      },
    ],
  },
  {
    command: 'create-dataset',
    rows: [
      {
        title: 'datasets stay apart, the newest is active',
        script: `
create-dataset a
import people/SEX as sex
create-dataset b
import people/DEAD as dead
tabulate dead
use a
tabulate sex`,
        expect: '',
      },
    ],
  },
  {
    command: 'use',
    rows: [
      {
        title: 'a dataset that does not exist',
        script: `
create-dataset people_of_2000
use people_of_2001`,
        expect: '',
      },
    ],
  },
  {
    command: 'clone-dataset',
    rows: [
      {
        title: 'changes to the clone leave the original alone',
        script: `
create-dataset a
import people/AGE as age
clone-dataset a b
use b
keep if age >= 40
use a
summarize age
use b
summarize age`,
        expect: '',
      },
    ],
  },
  {
    command: 'clone-units',
    rows: [
      {
        title: 'the same population without its variables',
        script: `
create-dataset a
import people/SEX as sex
keep if sex == '2'
clone-units a b
use b
import people/AGE as age
summarize age`,
        expect: '',
      },
    ],
  },
  {
    command: 'delete-dataset',
    rows: [
      {
        title: 'a deleted dataset is gone',
        script: `
create-dataset a
create-dataset b
delete-dataset a
use a`,
        expect: '',
      },
    ],
  },
  {
    command: 'rename-dataset',
    rows: [
      {
        title: 'a dataset keeps its contents under the new name',
        script: `
create-dataset a
import people/SEX as sex
rename-dataset a persons
use persons
tabulate sex`,
        expect: '',
      },
    ],
  },
  {
    command: 'import',
    rows: [
      {
        title: 'a status has the value of the day; the first import sets the population',
        script: `
create-dataset d
import residence/MUNICIPALITY 2000-01-01 as place
tabulate place`,
        expect: '',
      },
      {
        title: 'a later import keeps the population: who has no value is missing',
        script: `
create-dataset d
import people/SEX as sex
import residence/MUNICIPALITY 2000-01-01 as place
tabulate place, missing`,
        expect: '',
      },
      {
        title: 'outer_join widens the population',
        script: `
create-dataset d
import residence/MUNICIPALITY 1999-07-01 as place
import people/DEAD as dead, outer_join
tabulate place, missing`,
        expect: '',
      },
      {
        title: 'an amount accumulated over a period that the day lies in',
        script: `
create-dataset d
import income/INCOME 2000-06-30 as income
summarize income`,
        expect: '',
      },
      {
        title: 'a status without a date is an error',
        script: `
create-dataset d
import residence/MUNICIPALITY as place`,
        expect: '',
      },
      {
        title: 'a variable that does not exist is an error that names the nearest',
        script: `
create-dataset d
import people/SEKS as sex`,
        expect: '',
      },
    ],
  },
  {
    command: 'import-event',
    rows: [
      {
        title: 'every value that overlaps the window, one row each',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1999-01-01 to 2000-01-01 as diagnosis
tabulate diagnosis`,
        expect: '',
      },
      {
        title: 'a status overlaps the window when it holds on any of its days',
        script: `
create-dataset d
import-event residence/MUNICIPALITY 1999-12-31 to 2000-01-01 as place
tabulate place`,
        expect: '',
      },
      {
        title: 'a window without a single event is a dataset without rows',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1990-01-01 to 1990-12-31 as diagnosis
tabulate diagnosis`,
        expect: '',
      },
    ],
  },
  {
    command: 'merge',
    rows: [
      {
        title: 'brings a variable of the active dataset into another, matched on the unit',
        script: `
create-dataset contacts
import-event contacts/DIAGNOSIS 1990-01-01 to 2000-12-31 as diagnosis
collapse (count) diagnosis -> visits, by(PERSONID_1)
create-dataset d
import people/SEX as sex
use contacts
merge visits into d
use d
tabulate visits, missing`,
        expect: '',
      },
      {
        title: 'matched on a linking variable of the target',
        script: `
create-dataset mothers
import people/AGE as mother_age
create-dataset children
import people/AGE as age
import people/MOTHER as mother
use mothers
merge mother_age into children on mother
use children
keep if !sysmiss(mother_age)
generate age_at_birth = mother_age - age
summarize age_at_birth`,
        expect: '',
      },
    ],
  },
]
