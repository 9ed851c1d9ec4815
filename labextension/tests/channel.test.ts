import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { Channel, FIRST_WAIT_MS, HEALTHY_MS, LONGEST_WAIT_MS, SILENCE_MS } from '../src/channel';
import type { Connection } from '../src/channel';
import type { ServerFrame } from '../src/protocol';
import { FakeSocket } from './fakeSocket';
import { kernel, message, messages, view } from './frames';

let frames: ServerFrame[];
let connections: Connection[];
let count: number;
let online: boolean;
let channel: Channel;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  FakeSocket.all = [];
  frames = [];
  connections = [];
  count = 0;
  online = true;
  channel = new Channel({
    url: () => `ws://server/${FakeSocket.all.length}`,
    WebSocket: FakeSocket.asWebSocket,
    count: () => count,
    onFrame: frame => {
      frames.push(frame);
      if (frame.type === 'view') {
        count = frame.base + frame.messages.length;
      }
    },
    onConnection: connection => connections.push(connection),
    random: () => 1,
    online: () => online
  });
});

afterEach(() => {
  channel.dispose();
  vi.useRealTimers();
});

const opened = (): FakeSocket => {
  channel.open();
  FakeSocket.last.says(view(0, messages(2)));
  return FakeSocket.last;
};

describe('connecting', () => {
  test('is done once the lesson has been shown, and not before', () => {
    channel.open();
    expect(connections).toEqual([{ status: 'connecting' }]);
    FakeSocket.last.says(kernel());
    expect(channel.connection).toEqual({ status: 'connecting' });
    FakeSocket.last.says(view(0, messages(2)));
    expect(channel.connection).toEqual({ status: 'connected' });
    expect(frames).toEqual([kernel(), view(0, messages(2))]);
  });

  test('asks for the address anew at every try', () => {
    opened().ends(1006);
    vi.advanceTimersByTime(FIRST_WAIT_MS);
    expect(FakeSocket.all.map(socket => socket.url)).toEqual(['ws://server/0', 'ws://server/1']);
  });

  test('of an address that cannot be opened is tried again', () => {
    let tries = 0;
    const refusing = function (): never {
      tries += 1;
      throw new SyntaxError('bad address');
    };
    const broken = new Channel({
      url: () => 'nonsense',
      WebSocket: refusing as unknown as typeof WebSocket,
      count: () => 0,
      onFrame: () => undefined,
      onConnection: () => undefined,
      random: () => 1
    });
    broken.open();
    vi.advanceTimersByTime(FIRST_WAIT_MS);
    expect(tries).toBe(2);
    expect(broken.connection).toEqual({ status: 'waiting', retryAt: 3 * FIRST_WAIT_MS });
    broken.dispose();
  });
});

describe('sending', () => {
  test('goes out when connected', () => {
    const socket = opened();
    expect(channel.send({ type: 'attach', kernel: 'k' })).toBe(true);
    expect(socket.sent).toEqual([{ type: 'attach', kernel: 'k' }]);
  });

  test('is refused and forgotten when not', () => {
    expect(channel.send({ type: 'interrupt' })).toBe(false);
    channel.open();
    expect(channel.send({ type: 'interrupt' })).toBe(false);
    FakeSocket.last.says(view(0, []));
    FakeSocket.last.ends(1006);
    expect(channel.send({ type: 'interrupt' })).toBe(false);
    vi.advanceTimersByTime(FIRST_WAIT_MS);
    FakeSocket.last.says(view(0, []));
    expect(FakeSocket.all.map(socket => socket.sent)).toEqual([[], []]);
  });
});

describe('a connection that breaks', () => {
  test('is tried again, each time after twice as long, up to a limit', () => {
    channel.open();
    const waits: number[] = [];
    for (let tries = 0; tries < 9; tries += 1) {
      FakeSocket.last.ends(1006);
      const { connection } = channel;
      if (connection.status !== 'waiting') {
        throw new Error(connection.status);
      }
      waits.push(connection.retryAt - Date.now());
      vi.advanceTimersByTime(connection.retryAt - Date.now());
    }
    expect(waits).toEqual([
      500,
      1000,
      2000,
      4000,
      8000,
      16000,
      LONGEST_WAIT_MS,
      LONGEST_WAIT_MS,
      LONGEST_WAIT_MS
    ]);
  });

  test('spreads the tries of many panels over half the wait', () => {
    const early = new Channel({
      url: () => 'ws://server',
      WebSocket: FakeSocket.asWebSocket,
      count: () => 0,
      onFrame: () => undefined,
      onConnection: () => undefined,
      random: () => 0
    });
    early.open();
    FakeSocket.last.ends(1006);
    expect(early.connection).toEqual({ status: 'waiting', retryAt: FIRST_WAIT_MS / 2 });
    early.dispose();
  });

  test('starts the waits anew only if it was healthy for a while', () => {
    opened().ends(1006);
    vi.advanceTimersByTime(FIRST_WAIT_MS);
    FakeSocket.last.says(view(0, []));
    FakeSocket.last.ends(1006);
    expect(channel.connection).toEqual({
      status: 'waiting',
      retryAt: Date.now() + 2 * FIRST_WAIT_MS
    });
    vi.advanceTimersByTime(2 * FIRST_WAIT_MS);
    FakeSocket.last.says(view(0, []));
    vi.advanceTimersByTime(HEALTHY_MS);
    FakeSocket.last.ends(1006);
    expect(channel.connection).toEqual({ status: 'waiting', retryAt: Date.now() + FIRST_WAIT_MS });
  });

  test('can be tried at once', () => {
    opened().ends(1006);
    channel.open();
    expect(FakeSocket.all).toHaveLength(2);
    vi.advanceTimersByTime(FIRST_WAIT_MS);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test('no longer speaks when another has taken its place', () => {
    const old = opened();
    channel.open();
    old.says(view(2, messages(1, 2)));
    old.ends(4001, 'moved');
    expect(frames).toEqual([view(0, messages(2))]);
    expect(channel.connection).toEqual({ status: 'connecting' });
  });

  test('is not tried again once the panel is closed', () => {
    opened().ends(1006);
    channel.dispose();
    vi.advanceTimersByTime(SILENCE_MS);
    channel.open();
    expect(FakeSocket.all).toHaveLength(1);
  });
});

describe('silence', () => {
  test('of a server that was connected breaks the connection', () => {
    const socket = opened();
    vi.advanceTimersByTime(SILENCE_MS - 1);
    expect(channel.connection).toEqual({ status: 'connected' });
    vi.advanceTimersByTime(1);
    expect(socket.readyState).toBe(3);
    expect(channel.connection.status).toBe('waiting');
    vi.advanceTimersByTime(FIRST_WAIT_MS);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test('is ended by any word, a heartbeat too', () => {
    const socket = opened();
    for (let beats = 0; beats < 5; beats += 1) {
      vi.advanceTimersByTime(SILENCE_MS - 1);
      socket.says({ type: 'heartbeat' });
    }
    expect(channel.connection).toEqual({ status: 'connected' });
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('of a server that never opens is a failed try', () => {
    channel.open();
    vi.advanceTimersByTime(SILENCE_MS);
    expect(channel.connection.status).toBe('waiting');
  });
});

describe('a gap', () => {
  test('is not shown; the whole view is asked for', () => {
    const socket = opened();
    socket.says(view(5, messages(1, 5)));
    expect(socket.sent).toEqual([{ type: 'resync' }]);
    socket.says(view(0, messages(6)));
    expect(frames).toEqual([view(0, messages(2)), view(0, messages(6))]);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('within the messages of one view is one too', () => {
    const socket = opened();
    socket.says(view(2, [message(2), message(4)]));
    expect(socket.sent).toEqual([{ type: 'resync' }]);
    expect(frames).toEqual([view(0, messages(2))]);
  });

  test('that the whole view does not close leads to a new connection', () => {
    const socket = opened();
    socket.says(view(5, messages(1, 5)));
    socket.says(view(5, messages(1, 5)));
    expect(socket.readyState).toBe(3);
    expect(channel.connection.status).toBe('waiting');
  });

  test('much later is a new one and asked about again', () => {
    const socket = opened();
    socket.says(view(5, messages(1, 5)));
    socket.says(view(0, messages(6)));
    vi.advanceTimersByTime(10_000);
    socket.says(view(9, messages(1, 9)));
    expect(socket.sent).toEqual([{ type: 'resync' }, { type: 'resync' }]);
  });
});

describe('what cannot be read', () => {
  test('is not shown; the whole view is asked for', () => {
    const socket = opened();
    socket.says('{nonsense');
    expect(socket.sent).toEqual([{ type: 'resync' }]);
    expect(frames).toHaveLength(1);
  });

  test('in a frame other than a view is left out', () => {
    const socket = opened();
    socket.says({ type: 'kernel', status: 'on fire' });
    expect(socket.sent).toEqual([]);
    expect(frames).toHaveLength(1);
  });

  test('because it is of an unknown type is passed over', () => {
    const socket = opened();
    socket.says({ type: 'confetti' });
    expect(socket.sent).toEqual([]);
    expect(channel.connection).toEqual({ status: 'connected' });
  });

  test('again and again ends the tries: another version of the page is needed', () => {
    channel.open();
    for (let frame = 0; frame < 2; frame += 1) {
      FakeSocket.last.says({ ...view(0, []), head: 'another shape' });
    }
    vi.advanceTimersByTime(FIRST_WAIT_MS);
    for (let frame = 0; frame < 2; frame += 1) {
      FakeSocket.last.says({ ...view(0, []), head: 'another shape' });
    }
    expect(channel.connection).toEqual({ status: 'ended', reason: 'unreadable', words: '' });
    vi.advanceTimersByTime(SILENCE_MS);
    expect(FakeSocket.all).toHaveLength(2);
  });
});

describe('the server closes', () => {
  test.each([
    [4001, 'moved'],
    [4003, 'not_allowed'],
    [4004, 'unknown_lesson']
  ])('with %i: it is over, and why is said', (code, reason) => {
    opened().ends(code, 'Words of the server.');
    expect(channel.connection).toEqual({ status: 'ended', reason, words: 'Words of the server.' });
    vi.advanceTimersByTime(SILENCE_MS);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('with 4002: it is tried again', () => {
    opened().ends(4002);
    expect(channel.connection.status).toBe('waiting');
  });

  test('after "moved" in whatever way: the lesson is not taken back by itself', () => {
    opened().says({ type: 'moved', words: 'It went on elsewhere.' });
    FakeSocket.last.ends(1006);
    const ended = { status: 'ended', reason: 'moved', words: 'It went on elsewhere.' };
    expect(channel.connection).toEqual(ended);
    online = false;
    channel.networkChanged();
    online = true;
    channel.networkChanged();
    expect(channel.connection).toEqual(ended);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('after "moved": the learner takes it back', () => {
    opened().says({ type: 'moved', words: 'It went on elsewhere.' });
    channel.open();
    FakeSocket.last.says(view(0, messages(3)));
    expect(channel.connection).toEqual({ status: 'connected' });
  });

  test('after "trouble" without a close: it is tried again', () => {
    opened().says({ type: 'trouble', words: 'Not saved.' });
    expect(frames.at(-1)).toEqual({ type: 'trouble', words: 'Not saved.' });
    vi.advanceTimersByTime(FIRST_WAIT_MS);
    expect(FakeSocket.all).toHaveLength(2);
  });
});

describe('the network', () => {
  test('that is gone is said at once, and waited for', () => {
    const socket = opened();
    online = false;
    channel.networkChanged();
    expect(socket.readyState).toBe(3);
    expect(channel.connection).toEqual({ status: 'offline' });
    vi.advanceTimersByTime(SILENCE_MS);
    expect(FakeSocket.all).toHaveLength(1);
    online = true;
    channel.networkChanged();
    expect(FakeSocket.all).toHaveLength(2);
  });

  test('that is gone from the start is not tried', () => {
    online = false;
    channel.open();
    expect(channel.connection).toEqual({ status: 'offline' });
    expect(FakeSocket.all).toEqual([]);
  });

  test('that comes back ends a wait', () => {
    opened().ends(1006);
    channel.networkChanged();
    expect(FakeSocket.all).toHaveLength(2);
  });
});
