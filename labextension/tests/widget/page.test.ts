import { afterEach, expect, test, vi } from 'vitest';

import { getFrom, jupyterServer } from '../../src/widget/page';

/** jsdom's page is at this address. */
const HERE = 'http://localhost:3000/';

function page(config: unknown): Document {
  const script = document.createElement('script');
  script.id = 'jupyter-config-data';
  script.type = 'application/json';
  script.textContent = typeof config === 'string' ? config : JSON.stringify(config);
  document.body.replaceChildren(script);
  return document;
}

afterEach(() => {
  document.body.replaceChildren();
});

test.each([
  [
    { baseUrl: '/user/ada/', token: 'secret' },
    { baseUrl: `${HERE}user/ada/`, wsUrl: 'ws://localhost:3000/user/ada/', appendToken: false }
  ],
  [{}, { baseUrl: HERE, wsUrl: 'ws://localhost:3000/', appendToken: false }],
  [
    { baseUrl: 'https://far.example.org/a/', token: 'secret' },
    {
      baseUrl: 'https://far.example.org/a/',
      wsUrl: 'wss://far.example.org/a/',
      appendToken: true
    }
  ],
  [
    { baseUrl: '/', wsUrl: 'wss://far.example.org/' },
    { baseUrl: HERE, wsUrl: 'wss://far.example.org/', appendToken: true }
  ]
])('the configuration %j is that of a server', (config, server) => {
  expect(jupyterServer(page(config))).toEqual({
    token: (config as { token?: string }).token ?? '',
    ...server
  });
});

test.each(['{nonsense', 'null', { baseUrl: 'http://[' }])('%j is none of a server', config => {
  expect(jupyterServer(page(config))).toBeNull();
});

test('a page without a configuration has no server', () => {
  expect(jupyterServer(document)).toBeNull();
});

test('what is got from it is asked for with the page’s credentials', async () => {
  const fetched = vi.fn<typeof fetch>(() => Promise.resolve(new Response('{}')));
  vi.stubGlobal('fetch', fetched);
  const server = { baseUrl: HERE, wsUrl: HERE, token: 'secret', appendToken: false };
  await getFrom(server, `${HERE}api/kernels/k`);
  await getFrom({ ...server, token: '' }, `${HERE}api/kernels/k`);
  expect(fetched.mock.calls.map(([, init]) => init)).toEqual([
    {
      headers: { Authorization: 'token secret' },
      credentials: 'same-origin',
      cache: 'no-store'
    },
    { headers: {}, credentials: 'same-origin', cache: 'no-store' }
  ]);
  vi.unstubAllGlobals();
});
