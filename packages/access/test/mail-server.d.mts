export function startMailServer(): Promise<{
  readonly taken: string[]
  refuse: number | null
  readonly port: number
  close(): Promise<void>
}>
