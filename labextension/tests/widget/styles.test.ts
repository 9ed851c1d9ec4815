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
