export { prepareStores } from './empty.js'
export { type Migrations, migrate, openStore, type Store, type StorePlace } from './store.js'
