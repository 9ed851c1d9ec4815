import { describe, expect, test } from 'vitest';

import {
  answerCell,
  answerFor,
  answerIndex,
  lessonOf,
  markerLines,
  placeForAnswer,
  questionOf,
  markersFor,
  restored,
  tutorIndex
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

describe('the cell that shows a tutor', () => {
  const cells = (...sources: string[]) =>
    sources.map((source, index) => ({ id: `${index}`, type: 'code', source }));

  test.each([
    [['x = 1', '%load_ext jupyter_tutor\n%tutor python-foundations 2'], 1],
    [['%tutor python-foundations'], 0],
    [['from jupyter_tutor import Tutor', 't = Tutor("python-foundations")'], 1],
    [['import jupyter_tutor as jt', 'jt.Tutor("python-foundations", "functions")'], 1],
    [['from jupyter_tutor import Tutor\n\nTutor("python-foundations")'], 0]
  ])('of %j is %i', (sources, index) => {
    expect(tutorIndex(cells(...sources))).toBe(index);
  });

  test.each([
    [['%load_ext jupyter_tutor\n%tutor']],
    [['class Tutor: ...', 't = Tutor("Ada")']],
    [['from jupyter_tutor import Tutor']],
    [['# %tutor python-foundations']],
    [[]]
  ])('is none in %j', sources => {
    expect(tutorIndex(cells(...sources))).toBe(-1);
  });

  test('is no text about it', () => {
    const text = { id: 'a', type: 'markdown', source: 'Write\n%tutor python-foundations' };
    expect(tutorIndex([text])).toBe(-1);
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

describe('what the learner writes begins', () => {
  test.each([
    ['#| tutor: answer\n#| for: mean\ndef mean(xs):\n    ...', 2],
    ['\n#| tutor: answer\n#| for: mean\nx = 1', 3],
    ['#| tutor: answer\n#| for: mean', 1],
    ['x = 1', 0],
    ['', 0]
  ])('in %j so many lines below its top', (source, lines) => {
    expect(markerLines(source)).toBe(lines);
  });
});
