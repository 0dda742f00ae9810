/** What stands in an address after a part of it changed: what is undefined is left out. */
export const changed = <T extends object>(now: T, part: { [K in keyof T]?: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries({ ...now, ...part }).filter(([, value]) => value !== undefined)) as T
