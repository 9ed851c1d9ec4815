import { describe, expect, test } from 'vitest';

import { fillFor, isSyllabus } from '../../src/authoring/fill';

const md = (source: string) => ({ type: 'markdown', source });
const code = (source: string) => ({ type: 'code', source });

const CELLS = [
  md('<!-- tutor: lesson\nid: means\n-->\n# Means'),
  code('x = 1'),
  md('<!-- tutor: question\nid: mean\n-->\n## The mean'),
  code('#| tutor: check\n#| for: mean\n#| id: some'),
  md('<!-- tutor: question\nid: the-sum\n-->\n## The sum'),
  md('## The sum ##'),
  md('No heading')
];

describe('what a new head is filled in with', () => {
  test.each([
    ['for', 'check', 1, ''],
    ['for', 'check', 3, 'mean'],
    ['for', 'hint', 6, 'the-sum'],
    ['id', 'question', 5, 'the-sum-2'],
    ['id', 'question', 4, 'the-sum'],
    ['id', 'question', 6, 'question'],
    ['id', 'lesson', 0, 'lists-and-loops'],
    ['verdict', 'sample', 6, 'right'],
    ['says', 'wrong', 6, '']
  ])('%s of a %s in cell %i: %j', (key, role, place, value) => {
    expect(fillFor(CELLS, place, '2 Lists and loops.ipynb'.slice(2))(key, role)).toBe(value);
  });

  test('is a word where the name of the notebook has none', () => {
    expect(fillFor(CELLS, 0, 'Ω.ipynb')('id', 'lesson')).toBe('lesson');
  });
});

describe('a notebook', () => {
  test('whose first cells say that it is a lesson is a syllabus', () => {
    expect(isSyllabus(CELLS)).toBe(true);
    expect(isSyllabus([code('import x'), ...CELLS])).toBe(true);
    expect(isSyllabus([md('<!-- tutor: lesson\nid: not closed')])).toBe(true);
  });

  test.each([
    [[]],
    [[md('# Lists'), code('x')]],
    [[md('<!-- tutor: lesson\ncourse: c\nlesson: l\n-->'), code('#| tutor: answer\n#| for: m')]],
    [[code('#| tutor: lesson')].slice(1)]
  ])('as learners get it, or anybody else, is none: %#', cells => {
    expect(isSyllabus(cells)).toBe(false);
  });
});
