// The widget's one way from words to HTML, with the real parser, sanitiser and mathematics.

import { describe, expect, test } from 'vitest';

import { renderCode } from '../../src/widget/code';
import { renderMarkdown } from '../../src/widget/markdown';

function rendered(markdown: string): HTMLElement {
  const node = document.createElement('div');
  renderMarkdown(node, markdown);
  return node;
}

/** Every attribute in it, as `name=value`. */
const attributes = (node: HTMLElement): string[] =>
  Array.from(node.querySelectorAll('*')).flatMap(element =>
    Array.from(element.attributes, ({ name, value }) => `${name}=${value}`)
  );

describe('Markdown', () => {
  test('keeps its words and its marks', () => {
    const node = rendered('## Lists\n\nA **list** of `int`:\n\n- one\n- two');
    expect(node.querySelector('h2')?.textContent).toBe('Lists');
    expect(node.querySelector('strong')?.textContent).toBe('list');
    expect(node.querySelector('code')?.textContent).toBe('int');
    expect(node.querySelectorAll('li')).toHaveLength(2);
  });

  test('has tables, and task lists that cannot be changed', () => {
    const node = rendered('| a | b |\n| - | - |\n| 1 | 2 |\n\n- [x] done');
    expect(node.querySelectorAll('td')).toHaveLength(2);
    expect(node.querySelectorAll('input[type="checkbox"][disabled]')).toHaveLength(1);
  });

  test('has its Python highlighted, as text', () => {
    const node = rendered('```python\nif x < 1:\n    print("<b>")\n```\n\n```text\nif\n```');
    const [python, text] = node.querySelectorAll('pre > code');
    expect(python?.textContent).toBe('if x < 1:\n    print("<b>")\n');
    expect(python?.querySelector('.tok-keyword')?.textContent).toBe('if');
    expect(node.querySelector('b')).toBeNull();
    expect(text?.children).toHaveLength(0);
  });

  test('opens links beside the notebook, never in its place', () => {
    const node = rendered('[far](https://example.org/) [near](/tree)');
    expect(Array.from(node.querySelectorAll('a'), ({ target, rel }) => `${target} ${rel}`)).toEqual(
      ['_blank noopener noreferrer', '_blank noopener noreferrer']
    );
  });
});

describe('mathematics', () => {
  test.each([
    ['The mean is $\\frac{a_1 + a_2}{2}$ here.', 1, 0],
    ['It is \\\\(x^2\\\\).', 1, 0],
    ['$$\\sum_{i=0}^n x_i$$', 1, 1],
    ['Then $$x_1$$ is it.', 1, 1],
    ['\\\\[ x \\\\]', 1, 1],
    ['Two: $a_1$ and $b_1$.', 2, 0]
  ])('%j is MathML', (markdown, count, displayed) => {
    const node = rendered(markdown);
    expect(node.querySelectorAll('math')).toHaveLength(count);
    expect(node.querySelectorAll('math[display="block"]')).toHaveLength(displayed);
    expect(node.querySelectorAll('em')).toHaveLength(0);
  });

  test.each(['It costs $5 and $6.', 'A `$x$` in code.', 'A \\$5 note and $', 'a $ b $ c'])(
    '%j has none',
    markdown => {
      expect(rendered(markdown).querySelectorAll('math')).toHaveLength(0);
    }
  );

  test('that is wrong is shown all the same', () => {
    const node = rendered('See $\\nonsense{x}$ and $\\frac{a$.');
    expect(node.textContent).toContain('nonsense');
    expect(node.textContent).toContain('See');
  });
});

describe('words that would act', () => {
  test.each([
    '<img src="x" onerror="alert(1)">',
    '<script>alert(1)</script>',
    '<svg><script>alert(1)</script></svg>',
    '<a href="javascript:alert(1)">here</a>',
    '[here](javascript:alert(1))',
    '[here](<java\nscript:alert(1)>)',
    '[here](&#106;avascript:alert(1))',
    '[here](data:text/html,<script>alert(1)</script>)',
    '[here](vbscript:msgbox(1))',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '![x"onerror="alert(1)](y)',
    '![x](y "a\\" onerror=\\"alert(1)")',
    '[x](y "a\\" onmouseover=\\"alert(1)")',
    '[ref]\n\n[ref]: javascript:alert(1)',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<div onclick="alert(1)" style="position: fixed; inset: 0">x</div>',
    '<style>* { display: none }</style>',
    '<form action="https://example.org"><input name="a"></form>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '```x" onmouseover="alert(1)\ncode\n```',
    '```python\n<img src=x onerror=alert(1)>\n```',
    '`<img src=x onerror=alert(1)>`',
    '| <img src=x onerror=alert(1)> |\n| - |\n| <script>alert(1)</script> |',
    '$\\href{javascript:alert(1)}{x}$',
    '$\\url{javascript:alert(1)}$',
    '$\\includegraphics{https://example.org/x.png}$',
    '$\\class{jp-Dialog}{x}$ $\\style{position:fixed}{x}$ $\\data{a=b}{x}$',
    '$\\text{<img src=x onerror=alert(1)>}$',
    '$\\textcolor{red" onclick="alert(1)}{x}$',
    '$</math><img src=x onerror=alert(1)>$',
    '$$\\begin{matrix}<script>alert(1)</script>\\end{matrix}$$',
    '<!-- <img src=x onerror=alert(1)> -->',
    '<a id="jupyter-config-data" name="x">x</a>',
    '<button data-commandlinker-command="terminal:create-new">x</button>',
    '<dialog open>x</dialog>'
  ])('do not: %j', bad => {
    const node = rendered(`before\n\n${bad}\n\nafter`);
    expect(
      node.querySelectorAll(
        'script, iframe, svg, form, button, style, dialog, object, embed, link, base, meta, ' +
          'input:not([disabled])'
      )
    ).toHaveLength(0);
    expect(
      attributes(node).filter(text =>
        /^(on|style=|id=|name=|data-)|(^|=)\s*(javascript|vbscript|data:text)/i.test(text)
      )
    ).toEqual([]);
    for (const picture of node.querySelectorAll('img')) {
      // A picture may be asked for by name only.
      expect(picture.getAttribute('src') ?? '').not.toMatch(/script/i);
      expect(bad).toMatch(/^!\[/);
    }
    expect(node.textContent).toContain('before');
    expect(node.textContent).toContain('after');
  });

  test('are shown as they were written', () => {
    expect(rendered('Use `<b>` or <b>bold</b>.').textContent).toBe('Use <b> or <b>bold</b>.\n');
  });

  test('take no time to be read, however they are made', () => {
    const begun = performance.now();
    // A learner may write 8000 characters at a time.
    rendered(`$${'\\'.repeat(8_000)}`);
    rendered('$a'.repeat(4_000));
    rendered(`${'$'.repeat(8_000)}x`);
    rendered('\n$$'.repeat(2_500));
    rendered('\\\\('.repeat(2_500));
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});

test('code is text in coloured pieces, line by line as it was', () => {
  const node = document.createElement('code');
  const source = 'def mean(xs):\n    # <b>\n\n    return "<script>"  # é\n';
  renderCode(node, source);
  expect(node.textContent).toBe(source);
  expect(Array.from(node.querySelectorAll('*'), ({ tagName }) => tagName)).toEqual(
    Array.from(node.querySelectorAll('span'), () => 'SPAN')
  );
  expect(node.querySelector('.tok-keyword')?.textContent).toBe('def');
});
