/** What an organisation is called, in the reader's language; its identifier until that is known. */
import { useQuery } from '@tanstack/react-query'
import { organisationsQuery } from '../api/access.js'
import { useReading } from '../words/reading.js'

export function useOrganisationTitle(): (organisation: string) => string {
  const { say } = useReading()
  const { data } = useQuery(organisationsQuery)
  return (organisation) => {
    const found = data?.organisations.find((one) => one.id === organisation)
    return found === undefined ? organisation : say(found.title)
  }
}
