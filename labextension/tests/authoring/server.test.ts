import { describe, expect, test } from 'vitest';

import { AuthoringServer, textOutputs } from '../../src/authoring/server';

const ROLE = { role: 'hint', cell: 'markdown', keys: ['for', 'level'], first_keys: ['for'] };
const FAULT = {
  severity: 'error',
  file: 'a.ipynb',
  cell: 2,
  line: null,
  what: 'No id.',
  fix: 'Write one.'
};

function server(...answers: Response[]) {
  const asked: [string, string | null][] = [];
  const made = new AuthoringServer(
    (path, body) => {
      asked.push([path, body]);
      return Promise.resolve(answers.shift() ?? Response.error());
    },
    status => `no words (${status})`
  );
  return { asked, made };
}

const json = (value: unknown, status = 200) => Response.json(value, { status });

describe('the roles', () => {
  test('are asked for once', async () => {
    const { asked, made } = server(json({ roles: [ROLE] }));
    await expect(made.roles()).resolves.toEqual([ROLE]);
    await expect(made.roles()).resolves.toEqual([ROLE]);
    expect(asked).toEqual([['roles', null]]);
  });

  test('are asked for again when they could not be told', async () => {
    const { made } = server(json({ message: 'Not now.' }, 503), json({ roles: [ROLE] }));
    await expect(made.roles()).rejects.toThrow('Not now.');
    await expect(made.roles()).resolves.toEqual([ROLE]);
  });
});

describe('the faults', () => {
  test('are those of the notebook as it stands', async () => {
    const { asked, made } = server(json({ file: 'a.ipynb', faults: [FAULT] }));
    const cells = [{ cell_type: 'markdown', source: '# A' }];
    await expect(made.validate('c/a.ipynb', cells)).resolves.toEqual({
      file: 'a.ipynb',
      faults: [FAULT]
    });
    expect(asked.map(([path, body]) => [path, JSON.parse(body ?? '') as unknown])).toEqual([
      [
        'validate',
        {
          path: 'c/a.ipynb',
          notebook: { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }
        }
      ]
    ]);
  });

  test.each([
    [json({ message: 'Too large.' }, 413), 'Too large.'],
    [new Response('<html>', { status: 502 }), 'no words (502)'],
    [json({ file: 'a', faults: [{ ...FAULT, severity: 'bad' }] }), 'severity should be one of']
  ])('that cannot be told are told so: %#', async (answer, words) => {
    await expect(server(answer).made.validate('a.ipynb', [])).rejects.toThrow(words);
  });
});

test('of outputs only the text is sent', () => {
  expect(
    textOutputs([
      { output_type: 'stream', name: 'stdout', text: 'a' },
      { output_type: 'stream', name: 'stderr', text: 'b' },
      { output_type: 'display_data', data: { 'image/png': 'AAAA' } },
      { output_type: 'execute_result', data: { 'image/png': 'AAAA', 'text/plain': '1' } },
      { output_type: 'error', ename: 'KeyError', evalue: 'k', traceback: ['long'] }
    ])
  ).toEqual([
    { output_type: 'stream', name: 'stdout', text: 'a' },
    { output_type: 'execute_result', data: { 'text/plain': '1' } },
    { output_type: 'error', ename: 'KeyError' }
  ]);
});
