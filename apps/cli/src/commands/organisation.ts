/** `sund organisation`: who takes part in deciding, and the first roles of their people. Later roles are given in the portal. */
import { BODY_KINDS, COUNTRIES, fail, nearestName, Organisation, ROLES, Role } from '@sund/model'
import { Command } from 'commander'
import { contextOf } from '../context.js'
import { drawGrid } from '../draw/grid.js'
import { withSund } from '../sund.js'

interface AddFlags {
  title: string
  titleNb?: string
  titleDa?: string
  country: string
  kind: string
  body?: string
  mailbox: string
  homepage: string
  trusted?: boolean
  anonymousHandlers?: boolean
}

export function organisationCommand(signal: AbortSignal): Command {
  const organisation = new Command('organisation')
    .summary('who takes part in deciding, and the roles of their people')
    .description(
      'An access body, authorities and holders decide; others apply. A holder of this home is an organisation by itself: add it to say its addresses.',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ sund organisation list
  $ sund organisation add health-data --title "Health data access body" --body access-body --kind public-body --mailbox post@health-data.example.org --homepage https://health-data.example.org
  $ sund organisation role health-data https://id.example.org:1234 administrator --name "Frida Lind"`,
    )
  organisation
    .command('list', { isDefault: true })
    .description('organisations and what each is to a case')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command, signal)
      const { terminal } = context
      const organisations = await withSund(context, (sund) => sund.organisations.list())
      if (terminal.json) return terminal.printJson({ organisations })
      terminal.print(
        drawGrid(
          ['Organisation', 'Decides as', 'Country', 'Mailbox'].map((title) => ({ title, align: 'left' })),
          organisations.map(({ id, body, trusted, country, mailbox }) => [
            id,
            body === null ? '–' : trusted ? `trusted ${body}` : body,
            country,
            mailbox,
          ]),
          terminal.canvas,
        ),
      )
    })
  organisation
    .command('add')
    .argument('ID', 'lower-case letters, digits and hyphens; of a holder its name')
    .requiredOption('--title <TITLE>', 'name for people')
    .option('--title-nb <TITLE>', 'the same in Norwegian')
    .option('--title-da <TITLE>', 'the same in Danish')
    .option('--country <COUNTRY>', `whose rules it decides by: ${COUNTRIES.join(' or ')}`, 'NO')
    .option('--kind <KIND>', 'public-body, university, hospital, company or non-profit', 'public-body')
    .option('--body <BODY>', `what it decides as: ${BODY_KINDS.join(', ')}; left out, it only applies`)
    .requiredOption('--mailbox <ADDRESS>', 'where letters to it go')
    .requiredOption('--homepage <URL>', 'its pages')
    .option('--trusted', 'a holder that proposes decisions itself (Art 72)')
    .option('--anonymous-handlers', 'applicants see the organisation and not who handles their case')
    .description('adds an organisation, or describes one anew')
    .action(async (id: string, flags: AddFlags, command: Command) => {
      const context = contextOf(command, signal)
      const { titleNb, titleDa, ...rest } = flags
      const said = Organisation.safeParse({
        ...rest,
        id,
        title: { en: flags.title, ...(titleNb ? { nb: titleNb } : {}), ...(titleDa ? { da: titleDa } : {}) },
        body: flags.body ?? null,
      })
      if (!said.success) return refused(said.error.issues[0])
      const isNew = await withSund(context, (sund) => sund.organisations.put(said.data))
      if (context.terminal.json) context.terminal.printJson({ organisation: said.data })
      else context.terminal.print([isNew ? `${id} takes part now.` : `${id} is described anew.`])
    })
  organisation
    .command('role')
    .argument('ID', 'the organisation')
    .argument('SUBJECT', 'the person, as their own session shows it')
    .argument('[ROLES...]', `all that the person is from now on: ${ROLES.join(', ')}; none ends it`)
    .requiredOption('--name <NAME>', 'the person’s name')
    .description('gives and takes the roles of a person: how an organisation gets its first administrator')
    .action(
      async (id: string, subject: string, wanted: string[], { name }: { name: string }, command: Command) => {
        const context = contextOf(command, signal)
        const roles = wanted.map(roleNamed)
        await withSund(context, (sund) => sund.organisations.change(null, id, { subject, name }, roles))
        if (context.terminal.json) context.terminal.printJson({ organisation: id, subject, roles })
        else
          context.terminal.print([
            roles.length === 0
              ? `${subject} has no role in ${id} now.`
              : `${subject} is ${roles.join(', ')} of ${id} now.`,
          ])
      },
    )
  return organisation
}

function roleNamed(name: string): Role {
  const role = Role.safeParse(name)
  if (role.success) return role.data
  const nearest = nearestName(name, ROLES)
  return fail(
    'usage.arguments',
    `${name} is not a role.`,
    nearest ? `Did you mean ${nearest}?` : `Roles are ${ROLES.join(', ')}.`,
  )
}

function refused(issue: { path: PropertyKey[]; message: string } | undefined): never {
  const where = issue?.path.map(String).join('.') ?? ''
  return fail(
    'usage.arguments',
    `${where}: ${issue?.message ?? 'not understood'}.`,
    'sund organisation add --help shows what is expected.',
  )
}
