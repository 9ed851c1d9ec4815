/** English words as they are, in place of JupyterLab's translations. */

import type { TranslationBundle } from '@jupyterlab/translation';

function fill(words: string, values: readonly unknown[]): string {
  return words.replace(/%(\d)/g, (_, index: string) => String(values[Number(index) - 1]));
}

export const trans = {
  __: (words: string, ...values: unknown[]) => fill(words, values),
  _n: (one: string, many: string, n: number, ...values: unknown[]) =>
    fill(n === 1 ? one : many, [n, ...values])
} as unknown as TranslationBundle;
