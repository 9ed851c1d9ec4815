import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { ANSWER_WITHIN_MS, TutorSession } from '../src/session';
import { FakeSocket } from './fakeSocket';
import { head, kernel, messages, view } from './frames';
import { trans } from './words';

let session: TutorSession;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  session = new TutorSession({
    url: id => `ws://server/${id ?? 'none'}`,
    WebSocket: FakeSocket.asWebSocket,
    trans,
    random: () => 1
  });
});

afterEach(() => {
  session.dispose();
  vi.useRealTimers();
});

const connect = (): FakeSocket => {
  session.connect();
  FakeSocket.last.says(view(0, messages(1)));
  return FakeSocket.last;
};

describe('asking', () => {
  test('sends each command under its own id and waits for its answer', () => {
    const socket = connect();
    expect(session.ask({ type: 'ask_hint' })).toBe(true);
    expect(session.ask({ type: 'say', text: 'Why?' })).toBe(true);
    expect(socket.sent).toEqual([
      { type: 'command', id: '1', command: { type: 'ask_hint' } },
      { type: 'command', id: '2', command: { type: 'say', text: 'Why?' } }
    ]);
    socket.says({ type: 'accepted', id: '1', seq: 4 });
    expect(session.screen().sent).toEqual([{ id: '2', command: { type: 'say', text: 'Why?' } }]);
  });

  test('without a connection is refused with words, and never sent later', () => {
    expect(session.ask({ type: 'continue' })).toBe(false);
    expect(session.screen().note?.words).toMatch(/^Not sent: there is no connection/);
    expect(connect().sent).toEqual([]);
  });

  test('that gets no answer can be done again after a while', () => {
    const socket = connect();
    session.ask({ type: 'continue' });
    vi.advanceTimersByTime(ANSWER_WITHIN_MS / 2);
    socket.says({ type: 'heartbeat' });
    vi.advanceTimersByTime(ANSWER_WITHIN_MS / 2);
    expect(session.screen().sent).toEqual([]);
    expect(session.screen().note?.words).toBe('The tutor has not answered yet. You can try again.');
  });
});

describe('the kernel', () => {
  test('known before connecting is named in the address, and not told again', () => {
    session.attach('k1');
    const socket = connect();
    expect(socket.url).toBe('ws://server/k1');
    expect(socket.sent).toEqual([]);
  });

  test('that comes while connecting is told once connected', () => {
    session.connect();
    session.attach('k1');
    FakeSocket.last.says(view(0, []));
    expect(FakeSocket.last.url).toBe('ws://server/none');
    expect(FakeSocket.last.sent).toEqual([{ type: 'attach', kernel: 'k1' }]);
  });

  test('is told when it changes, restarts under the same id, or goes', () => {
    const socket = connect();
    session.attach('k1');
    session.attach('k1');
    session.attach('k2');
    session.attach(null);
    expect(socket.sent).toEqual([
      { type: 'attach', kernel: 'k1' },
      { type: 'attach', kernel: 'k1' },
      { type: 'attach', kernel: 'k2' },
      { type: 'attach', kernel: null }
    ]);
  });

  test('that was never there is not told to be gone: another window may have it', () => {
    const socket = connect();
    session.attach(null);
    expect(socket.sent).toEqual([]);
  });

  test('of now is named when the line is laid anew', () => {
    connect();
    session.attach('k1');
    FakeSocket.last.ends(1006);
    vi.advanceTimersByTime(500);
    expect(FakeSocket.last.url).toBe('ws://server/k1');
  });
});

describe('waiting for the screen', () => {
  test('ends when it has come to be as asked', async () => {
    const socket = connect();
    const held = session.until(screen => screen.kernel?.status === 'idle', 1000);
    socket.says(kernel());
    await expect(held).resolves.toBe(true);
  });

  test('ends at once when it is so already', async () => {
    connect();
    await expect(session.until(screen => screen.messages.length === 1, 1000)).resolves.toBe(true);
  });

  test('ends without it after a time', async () => {
    connect();
    const held = session.until(screen => screen.head?.seq === 99, 1000);
    vi.advanceTimersByTime(1000);
    await expect(held).resolves.toBe(false);
  });
});

describe('listeners', () => {
  test('hear of every change until they stop', () => {
    const seen: (number | undefined)[] = [];
    const stop = session.subscribe(() => seen.push(session.screen().head?.seq));
    session.connect();
    FakeSocket.last.says(view(0, []));
    stop();
    FakeSocket.last.says(view(0, [], head({ seq: 9 })));
    expect(seen).toEqual([undefined, undefined, 3]);
  });

  test('hear nothing once the lesson is closed', () => {
    const socket = connect();
    let heard = 0;
    session.subscribe(() => (heard += 1));
    session.dispose();
    expect(socket.readyState).toBe(3);
    socket.says(view(0, messages(2)));
    session.note('Too late.');
    expect(heard).toBe(0);
  });
});
