import { describe, expect, test } from 'vitest';

import {
  answerCell,
  answerFor,
  answerIndex,
  lessonOf,
  placeForAnswer,
  questionOf,
  markersFor,
  restored
} from '../src/markers';
import { question as asked } from './frames';

describe('the lesson of a notebook', () => {
  test.each([
    '<!-- tutor: lesson\ncourse: python-foundations\nlesson: functions\n-->\n# Title',
    '\n<!--tutor: lesson\n  lesson: "functions"\n  course: python-foundations # here\n-->'
  ])('is read from %j', source => {
    expect(lessonOf(source)).toEqual({
      course: 'python-foundations',
      lesson: 'functions'
    });
  });

  test.each([
    '# Functions and lists',
    'Text\n<!-- tutor: lesson\ncourse: c\nlesson: l\n-->',
    '<!-- tutor: lesson\ncourse: c\n-->',
    '<!-- tutor: lesson\ncourse:\nlesson: l\n-->',
    '<!-- tutor: lesson\ncourse: c\nlesson: l\n',
    '<!-- tutor: question\nid: mean\n-->',
    '<!-- tutor: lesson\ncourse: ..\nlesson: l\n-->',
    '<!-- tutor: lesson\ncourse: c\nlesson: a/b\n-->',
    ''
  ])('is not in %j', source => {
    expect(lessonOf(source)).toBeNull();
  });
});

describe('the question that a cell answers', () => {
  test.each([
    '#| tutor: answer\n#| for: mean\ndef mean(xs): ...',
    '\n#| for: mean\n#| tutor: answer',
    '#|tutor: answer\r\n#|for: "mean"\r\nx = 1'
  ])('is read from %j', source => {
    expect(answerFor(source)).toBe('mean');
  });

  test.each([
    'x = 1\n#| tutor: answer\n#| for: mean',
    '#| tutor: answer\nx = 1\n#| for: mean',
    '#| tutor: check\n#| for: mean',
    '# tutor: answer\n# for: mean',
    '#| tutor: answer\n#| for:\n',
    '#| tutor: answer\n#| __proto__: mean',
    ''
  ])('is not in %j', source => {
    expect(answerFor(source)).toBeNull();
  });

  test('is in the stub that is put back', () => {
    expect(markersFor('mean')).toBe('#| tutor: answer\n#| for: mean\n');
    expect(answerFor(markersFor('mean'))).toBe('mean');
  });
});

test('the question that a cell puts is read from its marker', () => {
  expect(questionOf('<!-- tutor: question\nid: mean\n-->\n## The mean')).toBe('mean');
  expect(questionOf('## The mean')).toBeNull();
});

describe('among the cells of a notebook', () => {
  const markdown = (source: string, id = '') => ({ id, type: 'markdown', source });
  const code = (source: string) => ({ id: '', type: 'code', source });
  const cells = [
    markdown('# Lists'),
    markdown(markersFor('mean')),
    code(markersFor('mean')),
    code(markersFor('sum')),
    code(markersFor('mean'))
  ];

  test.each([
    ['mean', 0, 2],
    ['mean', 4, 4],
    ['sum', 4, 3],
    ['none', 2, -1],
    ['mean', -1, 2]
  ])('the answer to %s, with cell %i active, is cell %i', (question, active, index) => {
    expect(answerIndex(cells, question, active)).toBe(index);
  });

  test.each([
    [[markdown('# A'), markdown('## The mean', 'mean'), code('x')], 2],
    [[markdown('<!-- tutor: question\nid: mean\n-->'), code('x')], 1],
    [[markdown('# A'), code('x')], 2],
    [[], 0]
  ])('%# a missing answer cell has its place', (of, index) => {
    expect(placeForAnswer(of, 'mean')).toBe(index);
  });
});

describe('a lost answer cell', () => {
  const question = asked({ id: 'mean' });

  test('comes back with the newest recorded answer', () => {
    const last_answer = '#| tutor: answer\n#| for: mean\ndef mean(xs): return 1';
    expect(restored({ ...question, last_answer })).toBe(last_answer);
  });

  test.each([null, 'def mean(xs): return 1', '#| tutor: answer\n#| for: other\nx = 1'])(
    'comes back with its stub when %j was the last answer',
    last_answer => {
      expect(restored({ ...question, last_answer })).toBe(
        '#| tutor: answer\n#| for: mean\ndef mean(xs):\n    ...'
      );
    }
  );
});

describe('the text of an answer cell', () => {
  test.each([
    ['def mean(xs): ...', '#| tutor: answer\n#| for: mean\ndef mean(xs): ...'],
    ['#| tutor: answer\n#| for: mean\nx = 1', '#| tutor: answer\n#| for: mean\nx = 1'],
    ['#| tutor: answer\n#| for: other\nx = 1', '#| tutor: answer\n#| for: mean\nx = 1']
  ])('of %j is %j', (source, text) => {
    expect(answerCell('mean', source)).toBe(text);
  });
});
