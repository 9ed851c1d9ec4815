import { describe, expect, test } from 'vitest';

import { editBetween, roleOf, valueOf, withRole, withoutRole } from '../../src/authoring/head';
import type { CellText, Fill, Role } from '../../src/authoring/head';

const role = (name: string, cell: Role['cell'], first: string[], others: string[] = []): Role => ({
  role: name,
  cell,
  keys: [...first, ...others],
  first_keys: first
});

const ROLES = {
  code: [
    role('answer', 'code', ['for']),
    role('check', 'code', ['for'], ['id', 'says', 'points']),
    role('wrong', 'code', ['for', 'misconception', 'says']),
    role('setup', 'code', [])
  ],
  markdown: [
    role('lesson', 'markdown', ['id'], ['title']),
    role('question', 'markdown', ['id'], ['skills', 'points', 'kind', 'given']),
    role('hint', 'markdown', ['for'], ['level', 'misconception']),
    role('wrong', 'markdown', ['for', 'misconception', 'answer'])
  ]
} as const;

const KNOWN = new Set(Object.values(ROLES).flatMap(roles => roles.flatMap(({ keys }) => keys)));

const VALUES: Readonly<Record<string, string>> = { for: 'mean', id: 'new' };
const fill: Fill = key => VALUES[key] ?? '';

const cell = (type: string, source: string): CellText => ({ type, source });
const as = (type: 'code' | 'markdown', name: string): Role => {
  const found = ROLES[type].find(candidate => candidate.role === name);
  if (found === undefined) {
    throw new Error(name);
  }
  return found;
};

describe('a role given to a cell without one', () => {
  test.each([
    ['code', 'check', 'assert x', '#| tutor: check\n#| for: mean\nassert x'],
    ['code', 'wrong', '', '#| tutor: wrong\n#| for: mean\n#| misconception:\n#| says:\n'],
    ['code', 'setup', '\nx = 1', '#| tutor: setup\n\nx = 1'],
    ['code', 'answer', '#| echo: false\nx', '#| tutor: answer\n#| for: mean\n#| echo: false\nx'],
    ['markdown', 'question', '## The mean', '<!-- tutor: question\nid: new\n-->\n## The mean'],
    ['markdown', 'hint', '<!-- a note -->', '<!-- tutor: hint\nfor: mean\n-->\n<!-- a note -->']
  ] as const)('%s: %s before %j', (type, name, source, text) => {
    expect(withRole(cell(type, source), as(type, name), fill)).toBe(text);
  });
});

test('lines that are no keys are set apart, and stay', () => {
  const source = '#|- a list\nx';
  const text = withRole(cell('code', source), as('code', 'wrong'), fill);
  expect(text).toBe(`#| tutor: wrong\n#| for: mean\n#| misconception:\n#| says:\n\n${source}`);
  expect(withoutRole(cell('code', text), KNOWN)).toBe(`\n${source}`);
});

describe('another role', () => {
  test.each([
    [
      'keeps the keys that both have, as they are written',
      'code',
      'wrong',
      '#|tutor: check  # the first\n#|for: "mean"\n#| says: >\n#|   Long\n#|   words.\nassert x',
      '#|tutor: wrong  # the first\n#|for: "mean"\n#| says: >\n#|   Long\n#|   words.\n#| misconception:\nassert x'
    ],
    [
      'drops what nobody has filled in',
      'markdown',
      'hint',
      '<!-- tutor: question\nid: new\nskills:\n-->\nText',
      '<!-- tutor: hint\nfor: mean\n-->\nText'
    ],
    [
      'loses nothing that an author wrote',
      'markdown',
      'hint',
      '<!-- tutor: question\n  id: mine\n  given:\n    price: [1, 2]\n  -->\nText',
      '<!-- tutor: hint\n  id: mine\n  given:\n    price: [1, 2]\n  for: mean\n  -->\nText'
    ],
    [
      'in one line',
      'markdown',
      'hint',
      '<!-- tutor: hnit -->Text',
      '<!-- tutor: hint\nfor: mean\n-->Text'
    ],
    ['in an empty head', 'code', 'check', '#| tutor:\nx', '#| tutor: check\n#| for: mean\nx'],
    [
      'in a head that is not closed',
      'markdown',
      'hint',
      '<!-- tutor: question\nid: mean\n## The mean',
      '<!-- tutor: hint\nid: mean\n## The mean'
    ]
  ] as const)('%s', (_, type, name, source, text) => {
    expect(withRole(cell(type, source), as(type, name), fill)).toBe(text);
  });
});

describe('no role', () => {
  test.each([
    ['code', '#| tutor: check\n#| for: mean\n\nassert x', '\nassert x'],
    ['code', '\n#| for: mean\n#| echo: false\n#| tutor: check\nx', '\n#| echo: false\nx'],
    ['code', '#| tutor: wrnog\n#| says: >\n#|   a\n#|   b\nx', 'x'],
    ['code', '#| echo: false\nx', '#| echo: false\nx'],
    ['markdown', '<!-- tutor: question\nid: a\n-->\n\n## A', '\n## A'],
    ['markdown', '\n<!--tutor: hint-->  Text', '\nText'],
    ['markdown', '<!-- tutor: question\nid: a\n## A', 'id: a\n## A'],
    ['markdown', '<!-- a note -->', '<!-- a note -->'],
    ['raw', '#| tutor: check', '#| tutor: check']
  ])('%s: %j', (type, source, text) => {
    expect(withoutRole(cell(type, source), KNOWN)).toBe(text);
  });
});

describe('what a head says', () => {
  test.each([
    ['code', '\n#| for: x\n#|tutor: check # why\ny', 'check', 'x'],
    ['code', '#| tutor: \'check\'\n#| for: "a b"\ny', 'check', 'a b'],
    ['code', 'y\n#| tutor: check', null, null],
    ['code', '#| tutor:\r\n#| for: x\r\n', '', 'x'],
    ['markdown', '<!-- tutor: question\n  id: x\n  for: y -->', 'question', 'y'],
    ['markdown', '<!-- tutor: question\nid: x', 'question', null],
    ['markdown', 'Text <!-- tutor: question -->', null, null],
    ['raw', '<!-- tutor: question -->', null, null]
  ])('%s: %j', (type, source, name, of) => {
    expect(roleOf(cell(type, source))).toBe(name);
    expect(valueOf(cell(type, source), 'for')).toBe(of);
  });
});

/** Numbers that are the same in every run, and look like chance. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PIECES = [
  ...['', '\n', '\n\n', ' ', '\t', '\r\n', 'x = 1', '# note', '## Title', 'id: a', '- [x] b'],
  ...['#| echo: false\n', '#| # said\n', '#|', '<!-- note -->', '-->', '<!--', 'é🙂', '---\n']
];

function texts(type: string, seed: number): string {
  const next = chance(seed);
  let text = '';
  for (let count = next(9); count > 0; count -= 1) {
    text += PIECES[next(PIECES.length)] ?? '';
  }
  // A first line that is neither key nor remark is set apart, see above.
  return type === 'code' ? text.replace(/^(\s*#\|)(?! (echo|#)|\r?\n|$)/, '$1\n') : text;
}

describe.each(['code', 'markdown'] as const)('whatever stands in a %s cell', type => {
  const seeds = Array.from({ length: 150 }, (_, seed) => seed * 7919 + 1);

  test('a role that is given and taken away leaves it as it was', () => {
    for (const seed of seeds) {
      const source = texts(type, seed);
      for (const given of ROLES[type]) {
        const text = withRole(cell(type, source), given, fill);
        expect(roleOf(cell(type, text))).toBe(given.role);
        expect(withoutRole(cell(type, text), KNOWN)).toBe(source);
      }
    }
  });

  test('another role keeps the values of the keys that both have, and the body', () => {
    for (const seed of seeds) {
      const source = texts(type, seed);
      for (const first of ROLES[type]) {
        const own: Fill = key => `own-${key}`;
        const one = withRole(cell(type, source), first, own);
        for (const second of ROLES[type]) {
          const two = withRole(cell(type, one), second, fill);
          const both = first.first_keys.filter(key => second.keys.includes(key));
          expect(both.map(key => valueOf(cell(type, two), key))).toEqual(
            both.map(key => `own-${key}`)
          );
          expect(roleOf(cell(type, two))).toBe(second.role);
          expect(withoutRole(cell(type, two), KNOWN)).toBe(source);
        }
      }
    }
  });

  test('the edit is one, and the smallest', () => {
    for (const seed of seeds) {
      const [before, after] = [texts(type, seed), texts(type, seed + 1)];
      const { start, end, text } = editBetween(before, after);
      expect(before.slice(0, start) + text + before.slice(end)).toBe(after);
      expect(before === after ? [end - start, text] : []).toEqual(before === after ? [0, ''] : []);
    }
  });
});
