import type { ISessionContextDialogs } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { ITranslator } from '@jupyterlab/translation';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { Follower } from '../src/follow';
import { TutorSession } from '../src/session';
import { FakeHost } from './fakeHost';
import { FakePanel, FakeTracker, LESSON, fakeCell, fakeNotebookModule } from './fakeNotebook';
import { FakeSocket } from './fakeSocket';
import { view } from './frames';
import { trans } from './words';

vi.mock('@jupyterlab/notebook', async () => (await import('./fakeNotebook')).fakeNotebookModule);

const lesson = (name = 'l'): FakePanel =>
  new FakePanel(fakeCell('markdown', LESSON.replace('lesson: l', `lesson: ${name}`)));
const plain = (): FakePanel => new FakePanel(fakeCell('code', 'x = 1'));

let tracker: FakeTracker;
let follower: Follower;
let changes: number;

beforeEach(() => {
  FakeSocket.all = [];
  changes = 0;
  tracker = new FakeTracker();
  follower = new Follower({
    tracker: tracker as unknown as INotebookTracker,
    dialogs: {} as ISessionContextDialogs,
    translator: {} as ITranslator,
    begin: ref =>
      new TutorSession({
        url: kernel => `ws://server/${ref.course}/${ref.lesson}/${kernel ?? 'none'}`,
        WebSocket: FakeSocket.asWebSocket,
        trans
      }),
    host: new FakeHost(),
    show: () => undefined
  });
  follower.changed.connect(() => (changes += 1));
});

afterEach(() => {
  tracker.panels.forEach(panel => {
    if (!panel.isDisposed) {
      panel.dispose();
    }
  });
});

const urls = (): string[] => FakeSocket.all.map(socket => socket.url);

describe('a lesson notebook that is opened', () => {
  test('is followed before it has a kernel', async () => {
    const panel = lesson();
    await tracker.opens(panel);
    expect(follower.current?.ref).toEqual({ course: 'c', lesson: 'l' });
    expect(follower.current?.notebook).toBe(panel);
    expect(urls()).toEqual(['ws://server/c/l/none']);
    expect(changes).toBeGreaterThan(0);
  });

  test('is followed from the moment its first cell says so', async () => {
    const panel = plain();
    await tracker.opens(panel);
    expect(follower.current).toBeNull();
    panel.cells[0] = fakeCell('markdown', LESSON);
    panel.context.model.contentChanged.emit();
    expect(follower.current?.ref.lesson).toBe('l');
    panel.cells[0] = fakeCell('markdown', '# No lesson any more');
    panel.context.model.contentChanged.emit();
    expect(follower.current).toBeNull();
    expect(FakeSocket.last.readyState).toBe(3);
  });

  test('is not looked at while it is still being loaded', async () => {
    const panel = lesson();
    panel.context.isReady = false;
    await tracker.opens(panel);
    expect(follower.current).toBeNull();
  });

  test('changes nothing more while the learner types', async () => {
    const panel = lesson();
    await tracker.opens(panel);
    const before = changes;
    panel.context.model.contentChanged.emit();
    panel.context.model.contentChanged.emit();
    expect(changes).toBe(before);
    expect(FakeSocket.all).toHaveLength(1);
  });
});

describe('its kernel', () => {
  test('is told when it comes, is replaced, restarts, and goes', async () => {
    const panel = lesson();
    await tracker.opens(panel);
    FakeSocket.last.says(view(0, []));
    panel.kernelBecomes('k1');
    panel.kernelBecomes('k2');
    panel.statusBecomes('restarting');
    panel.statusBecomes('autorestarting');
    panel.statusBecomes('busy');
    panel.kernelBecomes(null);
    expect(FakeSocket.last.sent).toEqual(
      ['k1', 'k2', 'k2', 'k2', null].map(kernel => ({ type: 'attach', kernel }))
    );
  });

  test('that is there at once is named in the address', async () => {
    const panel = lesson();
    panel.kernelBecomes('k1');
    await tracker.opens(panel);
    expect(urls()).toEqual(['ws://server/c/l/k1']);
  });
});

describe('several notebooks', () => {
  test('of several lessons each keep their own line', async () => {
    const [one, two] = [lesson('one'), lesson('two')];
    await tracker.opens(one);
    await tracker.opens(two);
    tracker.becomes(one);
    expect(follower.current?.ref.lesson).toBe('one');
    expect(follower.lessons.map(({ ref }) => ref.lesson)).toEqual(['one', 'two']);
    expect(urls()).toEqual(['ws://server/c/one/none', 'ws://server/c/two/none']);
  });

  test('of one lesson share a line; the one in front lends its kernel', async () => {
    const [one, two] = [lesson(), lesson()];
    one.kernelBecomes('k1');
    two.kernelBecomes('k2');
    await tracker.opens(one);
    FakeSocket.last.says(view(0, []));
    await tracker.opens(two);
    tracker.becomes(one);
    one.dispose();
    expect(urls()).toEqual(['ws://server/c/l/k1']);
    expect(FakeSocket.last.sent).toEqual(
      ['k2', 'k1', 'k2'].map(kernel => ({ type: 'attach', kernel }))
    );
    expect(follower.lessons.map(({ notebook }) => notebook)).toEqual([two]);
  });

  test('that are no lessons leave the lesson open behind them', async () => {
    const panel = lesson();
    await tracker.opens(panel);
    await tracker.opens(plain());
    expect(follower.current).toBeNull();
    expect(follower.lessons).toHaveLength(1);
    tracker.becomes(panel);
    expect(follower.current?.notebook).toBe(panel);
    expect(FakeSocket.all).toHaveLength(1);
  });
});

describe('a notebook that is no lesson', () => {
  const SHOW = '%load_ext jupyter_tutor\n%tutor python-foundations';

  test('may show a tutor in its output', async () => {
    const beside = new FakePanel(fakeCell('code', SHOW));
    await tracker.opens(plain());
    expect(follower.besideTutor).toBeNull();
    await tracker.opens(beside);
    expect(follower.besideTutor).toBe(beside);
    tracker.becomes(null);
    expect(follower.besideTutor).toBeNull();
  });

  test('is looked at again when a cell of it has run, and not at every letter', async () => {
    const panel = plain();
    await tracker.opens(panel);
    panel.cells[0]?.model.sharedModel.setSource(SHOW);
    const before = changes;
    panel.context.model.contentChanged.emit();
    expect(changes).toBe(before);
    const ran = { notebook: panel.content, cell: panel.cells[0], success: true };
    fakeNotebookModule.NotebookActions.executed.emit(ran);
    fakeNotebookModule.NotebookActions.executed.emit(ran);
    expect(follower.besideTutor).toBe(panel);
    expect(changes).toBe(before + 1);
  });

  test('is not looked at when it is a lesson after all', async () => {
    await tracker.opens(new FakePanel(fakeCell('markdown', LESSON), fakeCell('code', SHOW)));
    expect(follower.besideTutor).toBeNull();
    expect(follower.current?.ref.lesson).toBe('l');
  });
});

test('a lesson whose notebook is closed is let go, and begun anew when it is opened again', async () => {
  const panel = lesson();
  await tracker.opens(panel);
  tracker.becomes(null);
  panel.dispose();
  expect(follower.lessons).toEqual([]);
  expect(FakeSocket.last.readyState).toBe(3);
  await tracker.opens(lesson());
  expect(FakeSocket.all).toHaveLength(2);
});
