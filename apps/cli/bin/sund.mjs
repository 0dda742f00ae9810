#!/usr/bin/env node
// The `sund` command. Only starts the compiled program, or says that it is not there yet.
let cli
try {
  cli = await import('../dist/index.js')
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  process.stderr.write(
    'sund: Sund is not built here yet.\n      Run `npm start` in the project folder once.\n',
  )
  process.exit(9)
}
process.exitCode = await cli.main(process.argv.slice(2))
