/**
 * `@medplum/core` is made for browsers too, and names `WebSocket` when it is loaded, which Node 20 has not. What is put there answers nothing: no part of that
 * library that would open one is used here.
 */
if (!('WebSocket' in globalThis))
  Object.defineProperty(globalThis, 'WebSocket', {
    value: class {
      constructor() {
        throw new Error('there is no WebSocket here')
      }
    },
    configurable: true,
    writable: true,
  })
