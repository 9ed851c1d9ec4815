/**
 * What JSON must look like to be taken for a type: small readers, put together to larger ones.
 *
 * A reader returns the value with only the named fields, or throws in words that say where it
 * differs. Nothing else in the panel looks at raw JSON.
 */

export type Shape<T> = (value: unknown, at: string) => T;

class ShapeError extends Error {
  constructor(at: string, expected: string) {
    super(`${at} should be ${expected}`);
  }
}

export function record(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ShapeError(at, 'an object');
  }
  return value as Record<string, unknown>;
}

export const string: Shape<string> = (value, at) => {
  if (typeof value !== 'string') {
    throw new ShapeError(at, 'text');
  }
  return value;
};

export const number: Shape<number> = (value, at) => {
  if (typeof value !== 'number') {
    throw new ShapeError(at, 'a number');
  }
  return value;
};

export const count: Shape<number> = (value, at) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new ShapeError(at, 'a count');
  }
  return value as number;
};

export const boolean: Shape<boolean> = (value, at) => {
  if (typeof value !== 'boolean') {
    throw new ShapeError(at, 'true or false');
  }
  return value;
};

export function oneOf<T extends string>(...words: readonly T[]): Shape<T> {
  return (value, at) => {
    if (!(words as readonly unknown[]).includes(value)) {
      throw new ShapeError(at, `one of ${words.join(', ')}`);
    }
    return value as T;
  };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? null : shape(value, at));
}

/** Where the value is missing, it is this one. */
export function otherwise<T>(shape: Shape<T>, missing: T): Shape<T> {
  return (value, at) => (value === undefined ? missing : shape(value, at));
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) {
      throw new ShapeError(at, 'a list');
    }
    return value.map((item, index) => shape(item, `${at}[${index}]`));
  };
}

export function object<T>(fields: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  return (value, at) => {
    const given = record(value, at);
    const read: Partial<T> = {};
    for (const key of Object.keys(fields) as (keyof T & string)[]) {
      read[key] = fields[key](given[key], `${at}.${key}`);
    }
    return read as T;
  };
}
