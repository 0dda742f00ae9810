/**
 * How pictures look. A page brings its own colours as CSS variables, so a picture follows it into dark mode; a file has them
 * written out on white. Colours of groups differ in lightness as well as hue (Okabe and Ito's palette), and each has a dash of
 * its own.
 */
export interface Theme {
  /** Text and outlines. */
  ink: string
  quiet: string
  axis: string
  hatch: string
  /** What lies behind, for lines between areas. */
  ground: string
  font: string
  series: readonly string[]
  /** Whether title and caption are drawn into the picture: in a file there is nothing around it. */
  alone: boolean
}

const OKABE_ITO = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#8C7300', '#56B4E9', '#4D4D4D', '#E69F00']

export const PAPER: Theme = {
  ink: '#1b1f23',
  quiet: '#555c63',
  axis: '#74797d',
  hatch: '#9aa0a6',
  ground: '#ffffff',
  font: 'Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  series: OKABE_ITO,
  alone: true,
}

export const PAGE: Theme = {
  ink: 'currentColor',
  quiet: 'var(--figure-quiet, currentColor)',
  axis: 'var(--chart-axis, currentColor)',
  hatch: 'var(--hatch, currentColor)',
  ground: 'var(--figure-ground, Canvas)',
  font: 'inherit',
  series: OKABE_ITO.map((colour, i) => `var(--series-${i + 1}, ${colour})`),
  alone: false,
}

const DASHES = ['', '10 3', '2 3', '9 3 2 3', '4 2', '1 2', '12 2 2 2', '6 6']

export const colourOf = (theme: Theme, index: number): string =>
  theme.series[index % theme.series.length] as string
export const dashOf = (index: number): string => DASHES[index % DASHES.length] as string
