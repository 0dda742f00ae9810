/** The control of each kind of field: the compiler sees that a form asks for nothing that cannot be drawn. */
import type { FieldControl } from '@sund/model'
import type { ComponentType } from 'react'
import type { ControlProps } from '../field.js'
import { AttachmentsControl } from './attachments.js'
import { CollectionControl } from './collection.js'
import { CriteriaControl } from './criteria.js'
import { NotMeantControl } from './not-meant.js'
import { PersonsControl } from './persons.js'
import { QuestionsControl } from './questions.js'
import { RelaxationsControl } from './relaxations.js'
import {
  ChoiceControl,
  DateControl,
  LineControl,
  OrganisationControl,
  TextControl,
  YearsControl,
  YesControl,
} from './simple.js'

export const CONTROLS: Record<FieldControl, ComponentType<ControlProps>> = {
  line: LineControl,
  text: TextControl,
  choice: ChoiceControl,
  yes: YesControl,
  date: DateControl,
  years: YearsControl,
  questions: QuestionsControl,
  'not-meant': NotMeantControl,
  criteria: CriteriaControl,
  relaxations: RelaxationsControl,
  organisation: OrganisationControl,
  collection: CollectionControl,
  persons: PersonsControl,
  attachments: AttachmentsControl,
}
