// The channel against a real WebSocket server that misbehaves.

import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { TutorSession } from '../src/session';
import { messages, view } from './frames';
import { trans } from './words';

let server: WebSocketServer;
let session: TutorSession;
let received: unknown[];
let sockets: WebSocket[];
/** What the server does with each connection in turn; the last one is used for all further ones. */
let acts: ((socket: WebSocket) => void)[];

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  received = [];
  sockets = [];
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise(resolve => server.once('listening', resolve));
  server.on('connection', socket => {
    sockets.push(socket);
    socket.on('message', (data: Buffer) => received.push(JSON.parse(data.toString())));
    (acts.length > 1 ? acts.shift() : acts[0])?.(socket);
  });
  const { port } = server.address() as AddressInfo;
  session = new TutorSession({
    url: kernel => `ws://127.0.0.1:${port}/channel?kernel=${kernel ?? ''}`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    trans,
    random: () => 0
  });
});

afterEach(async () => {
  session.dispose();
  sockets.forEach(socket => socket.terminate());
  await new Promise(resolve => server.close(resolve));
});

const whole = (socket: WebSocket): void => socket.send(JSON.stringify(view(0, messages(3))));
const shown = (): boolean =>
  session.screen().connection.status === 'connected' && session.screen().messages.length === 3;

const wait = { timeout: 20_000 };

test('a server that drops the connection at once is tried until it does not', async () => {
  acts = [socket => socket.terminate(), socket => socket.close(1011), whole];
  session.connect();
  await vi.waitUntil(shown, wait);
  expect(sockets).toHaveLength(3);
  expect(session.screen().messages).toEqual(messages(3));
});

test('garbage in the middle costs nothing: the whole view is asked for and shown', async () => {
  acts = [
    socket => {
      whole(socket);
      socket.send('{"type": "view", "base": 0, "messages": [{]');
      socket.on('message', () => socket.send(JSON.stringify(view(0, messages(5)))));
    }
  ];
  session.connect();
  await vi.waitUntil(() => session.screen().messages.length === 5, wait);
  expect(received).toEqual([{ type: 'resync' }]);
  expect(sockets).toHaveLength(1);
});

test('binary garbage is garbage too', async () => {
  acts = [
    socket => {
      socket.send(Buffer.from([1, 2, 3]));
      socket.on('message', () => whole(socket));
    }
  ];
  session.connect();
  await vi.waitUntil(shown, wait);
  expect(received).toEqual([{ type: 'resync' }]);
});

test('an unknown lesson is said in the words of the server and not asked for again', async () => {
  acts = [socket => socket.close(4004, 'There is no course “nope”.')];
  session.connect();
  await vi.waitUntil(() => session.screen().connection.status === 'ended', wait);
  expect(session.screen().connection).toEqual({
    status: 'ended',
    reason: 'unknown_lesson',
    words: 'There is no course “nope”.'
  });
});

test('a command under way when the line breaks is given up with words', async () => {
  acts = [
    socket => {
      whole(socket);
      socket.on('message', () => socket.terminate());
    },
    whole
  ];
  session.connect();
  await vi.waitUntil(shown, wait);
  expect(session.ask({ type: 'continue' })).toBe(true);
  await vi.waitUntil(() => sockets.length === 2 && shown(), wait);
  expect(session.screen().sent).toEqual([]);
  expect(session.screen().note?.words).toMatch(/^The connection broke before the tutor answered/);
});
