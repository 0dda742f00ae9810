/** The lines that several rows of models start with: a dataset of each register that is large enough for them. */

export const CHILDREN = `
create-dataset d
import-event growth/DISTANCE 1980-01-01 to 2000-01-01 as distance
generate age = year(START@distance) - 1980
import children/MALE as male`

export const STATES = `
create-dataset d
import states/PACKS as packs
import states/PRICE as price
import states/INCOME as income
import states/SALES as sales
import states/TAX as tax`

export const PUPILS = `
create-dataset d
import pupils/DAYS as days
import pupils/SLOW as slow
import pupils/MALE as male
import pupils/STAGE as stage
import pupils/CLASS as class`

export const CATHETERS = `
create-dataset d
import catheters/DAYS as days
import catheters/INFECTED as infected
import catheters/FEMALE as female
import catheters/AGE as age
import catheters/DISEASE as disease
import catheters/PATIENT as patient`
