import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Server } from '../../src/address';
import { Channel } from '../../src/channel';
import type { Connection } from '../../src/channel';
import type { ServerFrame } from '../../src/protocol';
import { Lines } from '../../src/widget/lines';
import type { Traits } from '../../src/widget/model';
import { FakeSocket } from '../fakeSocket';
import { messages, view } from '../frames';
import { FakeModel } from './fakeModel';

const server: Server = {
  baseUrl: 'http://localhost:8888/user/ada/',
  wsUrl: 'ws://localhost:8888/user/ada/',
  token: '',
  appendToken: false
};

let model: FakeModel;
let lines: Lines;
let channel: Channel;
let connections: Connection['status'][];
let frames: ServerFrame[];
let asked: string[];
/** What the page's server answers when asked for the kernel; null: it cannot be reached. */
let kernelStatus: number | null;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  asked = [];
  kernelStatus = 200;
});

afterEach(() => {
  channel.dispose();
  vi.useRealTimers();
});

/** A channel over lines of a widget like this, as it is after it was opened. */
async function opened(traits: Partial<Traits> = {}, page: Server | null = server): Promise<void> {
  model = new FakeModel(traits);
  lines = new Lines({
    model,
    server: page,
    WebSocket: FakeSocket.asWebSocket,
    get: (_, url) => {
      asked.push(url);
      return kernelStatus === null
        ? Promise.reject(new TypeError('Failed to fetch'))
        : Promise.resolve(new Response('{}', { status: kernelStatus }));
    }
  });
  connections = [];
  frames = [];
  channel = new Channel({
    url: () => 'ws://server/channel',
    WebSocket: lines.WebSocket,
    count: () => 0,
    onFrame: frame => frames.push(frame),
    onConnection: ({ status }) => connections.push(status),
    random: () => 1
  });
  channel.open();
  await vi.advanceTimersByTimeAsync(0);
}

const shown = view(0, messages(1));
const inKernel = () => model.saysOnLine(shown);

describe('a page of the server that has the kernel', () => {
  test('speaks to the server directly, and never to the kernel', async () => {
    await opened();
    expect(asked).toEqual(['http://localhost:8888/user/ada/api/kernels/k1']);
    expect(FakeSocket.last.url).toBe('ws://server/channel');
    FakeSocket.last.says(shown);
    expect(frames).toEqual([shown]);
    expect(channel.send({ type: 'resync' })).toBe(true);
    expect(FakeSocket.last.sent).toEqual([{ type: 'resync' }]);
    expect(lines.way).toBe('server');
    expect(model.sent).toEqual([]);
    expect(connections).toEqual(['connecting', 'connected']);
  });

  test('keeps to the server once the tutor has spoken there', async () => {
    await opened();
    FakeSocket.last.says(shown);
    FakeSocket.last.ends(1006);
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.last.ends(4004, 'No such lesson.');
    expect(model.sent).toEqual([]);
    expect(connections.at(-1)).toBe('ended');
  });

  test.each(['/user/ada', 'user/ada/', ''])('known by its path %j', async base_url => {
    await opened({ base_url });
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('is tried without knowing the kernel when that does not know itself', async () => {
    await opened({ kernel: '' });
    expect(asked).toEqual([]);
    expect(FakeSocket.all).toHaveLength(1);
  });
});

describe('goes through the kernel', () => {
  test.each([
    ['whose session a process beside it holds', { carrier: 'host' as const }, server],
    ['of another server', { base_url: '/user/bob/' }, server],
    ['on a page that is not Jupyter’s', {}, null]
  ])('a widget %s', async (_, traits, page) => {
    await opened(traits, page);
    expect(FakeSocket.all).toEqual([]);
    expect(model.sent).toEqual([{ open: model.lastLine, kernel: 'k1' }]);
    inKernel();
    expect(frames).toEqual([shown]);
    expect(lines.way).toBe('kernel');
    expect(connections).toEqual(['connecting', 'connected']);
  });

  test.each([404, 403, null])('when the page’s server answers %j of the kernel', async status => {
    kernelStatus = status;
    await opened();
    // The first opening asked a server that did not know the kernel.
    expect(FakeSocket.all).toEqual([]);
    expect(model.lines).toHaveLength(1);
  });

  test.each([4004, 4003, 1006])('when the first try ends with %i', async code => {
    await opened();
    FakeSocket.last.ends(code);
    expect(model.lines).toHaveLength(1);
    inKernel();
    expect(connections).toEqual(['connecting', 'connected']);
    expect(lines.way).toBe('kernel');
  });

  test('when what answers is no tutor', async () => {
    await opened();
    const first = FakeSocket.last;
    first.says('hello');
    expect(first.readyState).toBe(3);
    inKernel();
    expect(frames).toEqual([shown]);
  });

  test('from then on, even if that line breaks', async () => {
    await opened();
    FakeSocket.last.ends(1006);
    inKernel();
    model.says({ close: model.lastLine, code: 1006, reason: '' });
    await vi.advanceTimersByTimeAsync(500);
    expect(model.lines).toHaveLength(2);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('but tries the server again while neither has spoken', async () => {
    await opened();
    FakeSocket.last.ends(1006);
    model.says({ close: model.lastLine, code: 1006, reason: '' });
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(2);
  });
});

describe('a line through the kernel', () => {
  beforeEach(async () => {
    await opened({ carrier: 'host' });
  });

  test('carries frames as text, under its number', () => {
    inKernel();
    channel.send({ type: 'interrupt' });
    expect(model.sent.at(-1)).toEqual({ line: model.lastLine, frame: '{"type":"interrupt"}' });
  });

  test('hears nothing of what is said on others', () => {
    inKernel();
    const other = (model.lastLine ?? 0) + 1;
    model.says({ line: other, frame: JSON.stringify(view(0, messages(2))) });
    model.says({ close: other, code: 4001, reason: '' });
    model.says(null);
    model.says('text');
    expect(frames).toEqual([shown]);
    expect(connections).toEqual(['connecting', 'connected']);
  });

  test('ends as the kernel says', () => {
    inKernel();
    model.says({ close: model.lastLine, code: 4001, reason: 'It went on elsewhere.' });
    expect(channel.connection).toEqual({
      status: 'ended',
      reason: 'moved',
      words: 'It went on elsewhere.'
    });
    expect(model.listening).toBe(0);
  });

  test('that cannot be opened says why, and is tried again', () => {
    const words = 'The tutor cannot be reached.';
    model.says({ line: model.lastLine, frame: JSON.stringify({ type: 'trouble', words }) });
    model.says({ close: model.lastLine, code: 4002, reason: 'trouble' });
    expect(frames).toEqual([{ type: 'trouble', words }]);
    expect(connections).toEqual(['connecting', 'waiting']);
  });

  test('that ends without a code is broken and tried again', () => {
    inKernel();
    model.says({ close: model.lastLine });
    expect(connections.at(-1)).toBe('waiting');
  });

  test('is hung up when it is let go of', () => {
    inKernel();
    const line = model.lastLine;
    channel.dispose();
    expect(model.sent.at(-1)).toEqual({ close: line });
    expect(model.listening).toBe(0);
  });

  test('has a number of its own each time', async () => {
    inKernel();
    channel.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(new Set(model.lines).size).toBe(2);
  });

  test('of a kernel that is gone ends, and is tried again', async () => {
    inKernel();
    model.dead = true;
    channel.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(connections.at(-1)).toBe('waiting');
    channel.dispose();
  });
});

test('a channel that is closed while it looks for its way opens no line', async () => {
  await opened();
  channel.open();
  channel.dispose();
  const before = FakeSocket.all.length;
  await vi.advanceTimersByTimeAsync(0);
  expect(FakeSocket.all).toHaveLength(before);
  expect(model.sent).toEqual([]);
});
