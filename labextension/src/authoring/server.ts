/**
 * What the server tells an author: the roles that a cell can have, and the faults of a notebook.
 *
 * Owns the two REST calls and the reading of their answers. docs/protocol.md has both.
 */

import { accepted } from '../rest';
import { count, list, nullable, object, oneOf, string } from '../shapes';
import type { Role } from './head';

/**
 * Something to put right, or to think about. `cell` and `line` count from 1; null: it is the whole
 * file, or cell. `file` is the notebook, or its course's `course.yaml`.
 */
export interface Fault {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly cell: number | null;
  readonly line: number | null;
  readonly what: string;
  readonly fix: string;
}

/** The faults, and the notebook as its course names it. */
export interface Judgement {
  readonly file: string;
  readonly faults: readonly Fault[];
}

/** A cell as it is sent. */
export interface SentCell {
  readonly cell_type: string;
  readonly source: string;
  readonly outputs?: readonly unknown[];
}

/** Each fails with an `Error` whose message is plain words. */
export interface Authoring {
  roles(): Promise<readonly Role[]>;
  validate(path: string, cells: readonly SentCell[]): Promise<Judgement>;
}

const roles = object<{ roles: readonly Role[] }>({
  roles: list(
    object<Role>({
      role: string,
      cell: oneOf('markdown', 'code'),
      keys: list(string),
      first_keys: list(string)
    })
  )
});

const judgement = object<Judgement>({
  file: string,
  faults: list(
    object<Fault>({
      severity: oneOf('error', 'warning'),
      file: string,
      cell: nullable(count),
      line: nullable(count),
      what: string,
      fix: string
    })
  )
});

export class AuthoringServer implements Authoring {
  private _roles: Promise<readonly Role[]> | null = null;

  constructor(
    /** GET a path below the tutor's own, or POST to it where there is a body. */
    private readonly ask: (path: string, body: string | null) => Promise<Response>,
    /** Said when the server gives no words of its own; the status is its number. */
    private readonly failed: (status: number) => string
  ) {}

  roles(): Promise<readonly Role[]> {
    this._roles ??= this._answer('roles', null).then(
      answer => roles(answer, 'roles').roles,
      (error: unknown) => {
        // Asked again, it may be there.
        this._roles = null;
        throw error;
      }
    );
    return this._roles;
  }

  async validate(path: string, cells: readonly SentCell[]): Promise<Judgement> {
    const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
    return judgement(
      await this._answer('validate', JSON.stringify({ path, notebook })),
      'validate'
    );
  }

  private async _answer(path: string, body: string | null): Promise<unknown> {
    const response = await accepted(await this.ask(path, body), path, this.failed);
    return response.json();
  }
}

/** Of what a cell has shown, the text: all that a fault can be about. */
export function textOutputs(outputs: readonly unknown[]): unknown[] {
  return outputs.flatMap((output): unknown[] => {
    const { output_type, name, text, data, ename } = output as Record<string, unknown>;
    switch (output_type) {
      case 'stream':
        return name === 'stdout' ? [{ output_type, name, text }] : [];
      case 'error':
        return [{ output_type, ename }];
      default: {
        const plain = (data as Record<string, unknown> | undefined)?.['text/plain'];
        return plain === undefined ? [] : [{ output_type, data: { 'text/plain': plain } }];
      }
    }
  });
}
