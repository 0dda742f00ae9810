/**
 * A view of FHIR resources as tables are made of it: SQL and what it gives, as data. `fhir` compiles ViewDefinitions into these and knows no database;
 * `registers` runs them and knows no FHIR.
 */

/** Types of columns of a view: DuckDB's names for them. */
export type FlatType = 'BOOLEAN' | 'BIGINT' | 'DOUBLE' | 'VARCHAR' | 'DATE' | 'TIMESTAMP'

export interface FlatColumn {
  name: string
  type: FlatType
  /** A list of such values. */
  collection: boolean
}

/** A view that can be run. */
export interface FlatView {
  name: string
  /** The type of the resources that it shows. */
  resource: string
  columns: readonly FlatColumn[]
  /** What of a resource it reads, as DuckDB's `from_json` takes a structure. */
  structure: string
  /**
   * A query over `resource(_resource, _version, content, r)`: identifier, version and JSON of each, and what `structure` reads of it. Gives
   * `_resource`, `_version` and the columns.
   */
  sql: string
  /** What a resource can make go wrong: SQL raises `view failure N`, N counting from 0 here. Places are of the ViewDefinition. */
  failures: readonly { place: string; message: string; next: string }[]
}

/** What a relation of resources holds of one: its content is null where it is gone, or may not be shown. */
export interface FlatResource {
  id: string
  version: number
  /** JSON; null takes its rows away. */
  content: string | null
}
