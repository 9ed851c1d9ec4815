import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';

import { message, report, view } from './frames';
import type { Report } from '../src/protocol';
import { hooks, says, stageForEach } from './stage';

const stage = stageForEach();

const told = async (text: string, parts: Partial<Report> = {}): Promise<HTMLElement> => {
  stage.show();
  await says(view(0, [message(0, { kind: 'verdict', text, report: report(parts) })]));
  return hooks('message')[0] ?? document.body;
};

test('a verdict is a word and a sign, with what ran, came and was expected', async () => {
  const item = await told('You divide by 2.', { notes: ['A `str` would do.'] });
  expect(item.dataset['verdict']).toBe('incorrect');
  expect(item.querySelector('.jt-Message-label')?.textContent).toMatch(/^✗Not yet/);
  const rows = within(item).getAllByRole('row');
  expect(
    rows.map(row => [
      within(row).getByRole('rowheader').textContent,
      within(row).getByRole('cell').textContent
    ])
  ).toEqual([
    ['What ran', 'mean([4])'],
    ['What came', '2.0'],
    ['What was expected', '4.0']
  ]);
  expect(screen.getByText('A `str` would do.')).toBeDefined();
});

test.each([
  [{ verdict: 'correct', points: 1 }, '1 of 1 point'],
  [{ verdict: 'incorrect', points: 0.5 }, '0.5 of 1 point'],
  [{ verdict: 'incorrect' }, null],
  [{ verdict: 'undecided' }, null],
  [{ verdict: 'correct', max_points: 0 }, null]
] as const)('of %j the points are told as %j', async (parts, words) => {
  const item = await told('So it is.', parts);
  expect(item.querySelector('.jt-Message-points')?.textContent ?? null).toBe(words);
});

test.each([
  '`mean([4])` returned `2.0`, expected `4.0`.',
  'This ran: ``mean([4])``. It gave `2.0`.\n\n```\n4.0\n```'
])('no table repeats the words %j', async text => {
  await told(text);
  expect(screen.queryByRole('table')).toBeNull();
});

test.each([
  '`mean([4])` returned `2.0`.',
  '`mean([4])` returned 2.0, expected 4.0.',
  '`mean([4])` returned `12.0`, expected `14.0`.'
])('a table says what the words %j leave out', async text => {
  await told(text);
  expect(screen.getByRole('table')).toBeDefined();
});

test('there is no table where there is nothing to show', async () => {
  await told('Right.', { verdict: 'correct', ran: null, seen: null, expected: null });
  expect(screen.queryByRole('table')).toBeNull();
});
