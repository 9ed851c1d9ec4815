import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { within } from '../../src/widget/styles';

const RULES = '@keyframes turn { from { top: 0; } to { top: 1px; } }\n.jt-Card { top: 0; }';

test('the panel is styled within the widget only, so that a docked panel stays as it is', () => {
  expect(within('.jt-Widget', RULES, true)).toBe(
    `@keyframes turn { from { top: 0; } to { top: 1px; } }\n@scope (.jt-Widget) {\n${RULES}\n}`
  );
});

test('where a page cannot do that, it is styled all the same', () => {
  expect(within('.jt-Widget', RULES, false)).toBe(RULES);
});

test('the panel has the same styles with and without modules', () => {
  const named = (text: string): string[] =>
    [...text.matchAll(/([\w-]+\.css)/g)].map(([, name]) => name ?? '');
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf-8');
  const modules = named(read('../../style/index.js'));
  expect(named(read('../../style/index.css'))).toEqual(modules);
  expect(modules).toContain('talk.css');
});
