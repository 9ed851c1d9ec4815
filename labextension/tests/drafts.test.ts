import { describe, expect, test } from 'vitest';

import { Drafts } from '../src/drafts';

const lesson = { course: 'python-foundations', lesson: 'functions' };
const draftsOf = (parts: { server?: string; lesson?: string } = {}): Drafts =>
  new Drafts(() => sessionStorage, parts.server ?? 'http://server/', {
    ...lesson,
    lesson: parts.lesson ?? 'functions'
  });

describe('a draft', () => {
  test('is kept by its question, and a message apart from all answers', () => {
    const drafts = draftsOf();
    drafts.keep('mean', 'sum(xs)');
    drafts.keep('why', 'Because');
    drafts.keep(null, 'May I ask?');
    const reloaded = draftsOf();
    expect(['mean', 'why', null, 'other'].map(question => reloaded.read(question))).toEqual([
      'sum(xs)',
      'Because',
      'May I ask?',
      ''
    ]);
  });

  test('is of one lesson of one server', () => {
    draftsOf().keep('mean', 'sum(xs)');
    expect(draftsOf({ lesson: 'lists' }).read('mean')).toBe('');
    expect(draftsOf({ server: 'http://server/user/bob/' }).read('mean')).toBe('');
  });

  test('that is empty leaves nothing behind', () => {
    draftsOf().keep('mean', 'sum(xs)');
    draftsOf().keep('mean', '');
    expect(sessionStorage).toHaveLength(0);
  });

  test('of every answer of the lesson can be forgotten, and of nothing else', () => {
    const drafts = draftsOf();
    sessionStorage.setItem('another', 'thing');
    drafts.keep('mean', 'sum(xs)');
    drafts.keep('why', 'Because');
    drafts.keep(null, 'May I ask?');
    draftsOf({ lesson: 'lists' }).keep('mean', 'len(xs)');
    drafts.forgetAnswers();
    expect([drafts.read('mean'), drafts.read('why')]).toEqual(['', '']);
    expect(drafts.read(null)).toBe('May I ask?');
    expect(draftsOf({ lesson: 'lists' }).read('mean')).toBe('len(xs)');
    expect(sessionStorage.getItem('another')).toBe('thing');
  });
});

describe.each([
  [
    'refuses to be asked',
    (): Storage => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    }
  ],
  [
    'has no room',
    (): Storage =>
      ({
        getItem: () => null,
        setItem: () => {
          throw new DOMException('No room.', 'QuotaExceededError');
        }
      }) as unknown as Storage
  ]
])('a browser that %s', (_, storage) => {
  test('keeps nothing, and nothing breaks', () => {
    const drafts = new Drafts(storage, 'http://server/', lesson);
    drafts.keep('mean', 'sum(xs)');
    expect(drafts.read('mean')).toBe('');
    drafts.forgetAnswers();
  });
});
