import { afterEach, describe, expect, test, vi } from 'vitest';

import { ServerFiles, saveFile } from '../src/files';
import { FakeFiles, recorded } from './fakeFiles';

const lesson = { course: 'python-foundations', lesson: 'functions' };
const saved: [string, string][] = [];
const paths: string[] = [];

const answering = (response: () => Response): ServerFiles =>
  new ServerFiles(
    path => {
      paths.push(path);
      return Promise.resolve(response());
    },
    (content, name) => void content.text().then(text => saved.push([name, text])),
    status => `No luck (${status}).`
  );
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

afterEach(() => {
  saved.length = 0;
  paths.length = 0;
});

test('the record is read as it was sent, without what is not named', async () => {
  const { known } = new FakeFiles();
  const files = answering(() => json({ ...known, more: 1 }));
  await expect(files.record()).resolves.toEqual(known);
  expect(paths).toEqual(['record']);
});

test.each([
  [null, 'record/sessions/python-foundations/functions'],
  [51, 'record/sessions/python-foundations/functions?before=51']
])('entries are asked of the lesson, a page at a time: before %s', async (before, path) => {
  const page = { entries: [recorded(50), recorded(49)], earlier: true, note: null };
  await expect(answering(() => json(page)).entries(lesson, before)).resolves.toEqual(page);
  expect(paths).toEqual([path]);
});

test('answers are asked of the lesson', async () => {
  const found = [{ question: 'mean', title: 'The mean', source: 'x = 1', stub: 'x = ...' }];
  await expect(answering(() => json({ answers: found })).answers(lesson)).resolves.toEqual(found);
  expect(paths).toEqual(['sessions/python-foundations/functions/answers']);
});

test.each([
  ['markdown', 'python-foundations-functions.md'],
  ['html', 'python-foundations-functions.html']
] as const)('the conversation is kept as %s', async (format, name) => {
  await answering(() => new Response('Hello.')).keepConversation(lesson, format);
  await vi.waitFor(() => expect(saved).toEqual([[name, 'Hello.']]));
  expect(paths).toEqual([`sessions/python-foundations/functions/transcript?format=${format}`]);
});

test('the record is kept as lines', async () => {
  await answering(() => new Response('{}\n')).keepRecord();
  await vi.waitFor(() => expect(saved).toEqual([['tutor-record.jsonl', '{}\n']]));
});

describe('a refusal', () => {
  test('is told in the words of the server', async () => {
    const files = answering(() => json({ message: 'Not yours.' }, 403));
    await expect(files.record()).rejects.toThrow('Not yours.');
    await expect(files.keepRecord()).rejects.toThrow('Not yours.');
    expect(saved).toEqual([]);
  });

  test('of something in between is told in words of ours', async () => {
    const files = answering(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    await expect(files.answers(lesson)).rejects.toThrow('No luck (502).');
  });
});

test('an answer of another shape is not taken for a record', async () => {
  await expect(answering(() => json({})).record()).rejects.toThrow('record.learner should be text');
});

test('a file is saved by the browser under its name', () => {
  const clicked: string[] = [];
  vi.useFakeTimers();
  const revoked = vi.fn();
  Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: revoked });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement
  ) {
    clicked.push(`${this.download} ${this.href}`);
  });
  saveFile(new Blob(['x']), 'record.jsonl');
  expect(clicked).toEqual(['record.jsonl blob:1']);
  vi.runAllTimers();
  expect(revoked).toHaveBeenCalledWith('blob:1');
  vi.useRealTimers();
});
