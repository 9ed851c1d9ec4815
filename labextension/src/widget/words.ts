/** The panel's words as they are written, where no translation is to be had. */

import type { Words } from '../host';

function fill(words: string, values: readonly unknown[]): string {
  return words.replace(/%(\d)/g, (_, index: string) => String(values[Number(index) - 1]));
}

export const english: Words = {
  __: (words: string, ...values: unknown[]) => fill(words, values),
  _n: (one: string, many: string, n: number, ...values: unknown[]) =>
    fill(n === 1 ? one : many, [n, ...values])
};
