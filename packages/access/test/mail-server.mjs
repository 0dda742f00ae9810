// A mail server of this machine that keeps what it is given, for tests and benchmarks.
import { SMTPServer } from 'smtp-server'

/** Starts one. `taken` are the messages it took; while `refuse` is set it answers with that code instead. */
export async function startMailServer() {
  const mail = {
    taken: [],
    refuse: null,
    port: 0,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', (chunk) => {
        text += chunk
      })
      stream.on('end', () => {
        if (mail.refuse !== null) return done(Object.assign(new Error('no'), { responseCode: mail.refuse }))
        mail.taken.push(text)
        done()
      })
    },
  })
  // Whoever is killed breaks the connection.
  server.on('error', () => undefined)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  mail.port = server.server.address().port
  return mail
}
