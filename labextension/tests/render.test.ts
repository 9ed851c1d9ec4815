// The real renderers and the real sanitiser, with a Markdown parser that lets all HTML through.

import { RenderMimeRegistry, standardRendererFactories } from '@jupyterlab/rendermime';
import { describe, expect, test } from 'vitest';

import { renderMarkdown } from '../src/render';

const typeset: HTMLElement[] = [];
const registry = new RenderMimeRegistry({
  initialFactories: standardRendererFactories,
  markdownParser: { render: text => Promise.resolve(text) },
  latexTypesetter: {
    typeset: element => {
      typeset.push(element);
    }
  }
});

async function rendered(markdown: string): Promise<HTMLElement> {
  const node = document.createElement('div');
  await renderMarkdown(registry, node, markdown);
  return node;
}

describe('untrusted Markdown', () => {
  test('keeps its words and its marks', async () => {
    const node = await rendered('<p>A <b>list</b> of <code>int</code></p>');
    expect(node.querySelector('p')?.textContent).toBe('A list of int');
    expect(node.querySelector('b')?.textContent).toBe('list');
    expect(node.querySelector('code')?.textContent).toBe('int');
  });

  test.each([
    '<img src="x" onerror="alert(1)">',
    '<script>alert(1)</script>',
    '<svg><script>alert(1)</script></svg>',
    '<a href="javascript:alert(1)">here</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<div onclick="alert(1)" style="background: url(javascript:alert(1))">x</div>',
    '<button data-commandlinker-command="terminal:create-new">x</button>',
    '<form action="https://example.org"><input name="a"></form>'
  ])('loses what could act: %s', async bad => {
    const node = await rendered(`<p>before</p>${bad}<p>after</p>`);
    expect(node.querySelectorAll('script, iframe, svg, form, button, input')).toHaveLength(0);
    const attributes = Array.from(node.querySelectorAll('*')).flatMap(element =>
      Array.from(element.attributes, ({ name, value }) => `${name}=${value}`)
    );
    expect(attributes.filter(text => /^on|^style|javascript:|commandlinker/i.test(text))).toEqual(
      []
    );
    expect(node.textContent).toContain('before');
    expect(node.textContent).toContain('after');
  });

  test('keeps the checkboxes of a task list, which cannot be changed', async () => {
    const node = await rendered('<ul><li><input type="checkbox" checked disabled> done</li></ul>');
    expect(node.querySelectorAll('input[type="checkbox"][disabled]')).toHaveLength(1);
  });

  test('opens links beside the notebook, never in its place', async () => {
    const node = await rendered('<a href="https://example.org/">far</a> <a href="/tree">near</a>');
    const links = Array.from(node.querySelectorAll('a'));
    expect(links.map(link => [link.target, link.rel])).toEqual([
      ['_blank', 'noopener noreferrer'],
      ['_blank', 'noopener noreferrer']
    ]);
  });

  test('has its mathematics typeset once it is in place', async () => {
    const node = await rendered('<p>$x^2$</p>');
    expect(typeset.at(-1)).toBe(node.firstChild);
  });
});
