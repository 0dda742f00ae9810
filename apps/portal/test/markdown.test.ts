import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown } from '../src/results/markdown.js'

const html = (text: string) => renderToStaticMarkup(createElement(Markdown, { text }))

test('headings, lists, emphasis and links', () => {
  const drawn = html(
    '# Title\n\nSome *soft* and **hard** `code`\non two lines\n\n- one\n- two\n\n## Below\n\n[Sund](https://sund.example)',
  )
  expect(drawn).toContain('<h3>Title</h3>')
  expect(drawn).toContain('<h4>Below</h4>')
  expect(drawn).toContain('<em>soft</em> and <strong>hard</strong> <code>code</code> on two lines')
  expect(drawn).toContain('<ul><li>one</li><li>two</li></ul>')
  expect(drawn).toContain('href="https://sund.example"')
})

test('markup and strange addresses stay text', () => {
  const drawn = html('<img src=x onerror=alert(1)> [press](javascript:alert(1))')
  expect(drawn).not.toContain('<img')
  expect(drawn).not.toContain('href')
})
