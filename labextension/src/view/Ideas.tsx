/** The ideas that an answer in words was judged by: those found in it, with its own words. */

import type { JSX } from 'react';

import type { TutorHost } from '../host';
import type { Evidence } from '../protocol';

interface Props {
  readonly evidence: readonly Evidence[];
  readonly host: TutorHost;
}

export function Ideas({ evidence, host }: Props): JSX.Element | null {
  const { trans } = host;
  if (evidence.length === 0) {
    return null;
  }
  const first = [...evidence.filter(({ found }) => found), ...evidence.filter(not => !not.found)];
  return (
    <ul className="jt-Ideas" aria-label={trans.__('Ideas in your answer')}>
      {first.map(({ idea, found, quote }, index) => (
        <li key={index} data-tutor="idea" data-found={found}>
          <span className="jt-Ideas-sign" aria-hidden="true">
            {found ? '✓' : '○'}
          </span>
          <span>
            {!found
              ? trans.__('Not found: %1', idea)
              : quote === null
                ? trans.__('Found: %1', idea)
                : trans.__('Found: %1 – “%2”', idea, quote)}
          </span>
        </li>
      ))}
    </ul>
  );
}
