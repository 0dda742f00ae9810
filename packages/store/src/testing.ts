/** What tests of the packages above share: databases of their own, and the lock of a folder. */
export { lockFolder } from './lock.js'
export { type Engine, findPostgres, folderEngine, postgresEngine } from './testing/databases.js'
