/** A time of the server, as a date and a time of day where the reader is. */

import type { JSX } from 'react';

interface Props {
  readonly at: string;
  readonly seconds?: boolean;
}

export function Moment({ at, seconds = false }: Props): JSX.Element {
  const date = new Date(at);
  const timeStyle = seconds ? 'medium' : 'short';
  return (
    <time dateTime={at}>
      {Number.isNaN(date.getTime())
        ? at
        : date.toLocaleString([], { dateStyle: 'medium', timeStyle })}
    </time>
  );
}
