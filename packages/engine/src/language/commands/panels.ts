/** Panels: rows of the same units at several dates. */
import { type CommandDoc, notYet, text } from './types.js'

export const PANELS = {
  'import-panel': notYet(
    'panels',
    'import-panel alias/A alias/B … 2018-01-01 2019-01-01 …',
    text(
      'One row for each unit and date.',
      'Én rad for hver enhet og dato.',
      'Én række for hver enhed og dato.',
    ),
  ),
  'reshape-to-panel': notYet(
    'panels',
    'reshape-to-panel prefix …',
    text('From wide to long by time.', 'Fra bredt til langt etter tid.', 'Fra bredt til langt efter tid.'),
  ),
  'reshape-from-panel': notYet(
    'panels',
    'reshape-from-panel',
    text('From long to wide by time.', 'Fra langt til bredt etter tid.', 'Fra langt til bredt efter tid.'),
  ),
  'tabulate-panel': notYet(
    'panels',
    'tabulate-panel a',
    text('Tables over panel dates.', 'Tabeller over paneldatoer.', 'Tabeller over paneldatoer.'),
  ),
  'summarize-panel': notYet(
    'panels',
    'summarize-panel x',
    text('Summaries over panel dates.', 'Oppsummering over paneldatoer.', 'Opsummering over paneldatoer.'),
  ),
  'transitions-panel': notYet(
    'panels',
    'transitions-panel a',
    text(
      'Transitions between panel dates.',
      'Overganger mellom paneldatoer.',
      'Overgange mellem paneldatoer.',
    ),
  ),
} as const satisfies Record<string, CommandDoc>
