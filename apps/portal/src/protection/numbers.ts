/** Numbers of policies as text: as many digits as they have. */
export const numberText = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value)
