import { describe, expect, test } from 'vitest';

import { channelUrl, kernelUrl, mayBeReached, restUrl } from '../src/address';
import type { Server } from '../src/address';

const settings = (parts: Partial<Server> = {}): Server => ({
  baseUrl: 'http://hub.example.org/user/ada/',
  wsUrl: 'ws://hub.example.org/user/ada/',
  token: '',
  appendToken: false,
  ...parts
});

const lesson = { course: 'python-foundations', lesson: 'functions' };
const path =
  'ws://hub.example.org/user/ada/api/jupyter-tutor/sessions/' +
  'python-foundations/functions/channel';

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

test('the REST side and the kernels are below the base of the server too', () => {
  expect(restUrl(settings(), 'sessions/a/b/transcript?format=html')).toBe(
    'http://hub.example.org/user/ada/api/jupyter-tutor/sessions/a/b/transcript?format=html'
  );
  expect(kernelUrl(settings({ baseUrl: 'http://localhost:8888' }), 'k/1')).toBe(
    'http://localhost:8888/api/kernels/k%2F1'
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
