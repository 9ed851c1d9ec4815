import type { ServerConnection } from '@jupyterlab/services';
import { describe, expect, test } from 'vitest';

import { channelUrl, mayBeReached, restUrl } from '../src/address';

const settings = (parts: Partial<ServerConnection.ISettings> = {}): ServerConnection.ISettings =>
  ({
    wsUrl: 'ws://hub.example.org/user/ada/',
    token: '',
    appendToken: false,
    ...parts
  }) as ServerConnection.ISettings;

const lesson = { course: 'python-foundations', lesson: 'functions-and-lists' };
const path =
  'ws://hub.example.org/user/ada/api/jupyter-tutor/sessions/' +
  'python-foundations/functions-and-lists/channel';

describe('the address of a lesson', () => {
  test('is below the base of the server', () => {
    expect(channelUrl(settings(), lesson, null)).toBe(path);
  });

  test('names the kernel where there is one', () => {
    expect(channelUrl(settings(), lesson, 'a b&c')).toBe(`${path}?kernel=a+b%26c`);
  });

  test('carries the token only where cookies do not serve', () => {
    const token = 'se/cret';
    expect(channelUrl(settings({ token }), lesson, null)).toBe(path);
    expect(channelUrl(settings({ token, appendToken: true }), lesson, 'k')).toBe(
      `${path}?kernel=k&token=se%2Fcret`
    );
  });
});

test('the REST side is below the base of the server too', () => {
  const baseUrl = 'http://hub.example.org/user/ada/';
  expect(restUrl(settings({ baseUrl }), 'sessions/a/b/transcript?format=html')).toBe(
    'http://hub.example.org/user/ada/api/jupyter-tutor/sessions/a/b/transcript?format=html'
  );
});

test.each([
  ['ws://localhost:8888/', false, true],
  ['ws://127.0.0.1:8888/', false, true],
  ['ws://[::1]:8888/', false, true],
  ['wss://hub.example.org/', false, false],
  ['wss://localhost.example.org/', false, false],
  ['wss://hub.example.org/', true, true]
])('%s, with the browser online: %s, may be reached: %s', (wsUrl, online, reached) => {
  expect(mayBeReached(settings({ wsUrl }), online)).toBe(reached);
});
