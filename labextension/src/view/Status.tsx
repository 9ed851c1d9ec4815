/**
 * The line that says how things stand with the connection, the record and the kernel.
 *
 * Owns the words for each state of the connection and what can be done about it.
 */

import { useEffect, useState } from 'react';
import type { JSX } from 'react';

import type { Connection } from '../channel';
import type { TutorHost, Words } from '../host';
import type { Screen } from '../store';
import { Button } from './Button';
import { Keepsakes } from './Keepsakes';
import { kernelWords } from './words';

interface Props {
  readonly screen: Screen;
  readonly host: TutorHost;
  readonly onConnect: () => void;
  /** Stops the cell that runs. */
  readonly onStop: () => void;
}

export function Status({ screen, host, onConnect, onStop }: Props): JSX.Element {
  const { trans } = host;
  const { connection, kernel } = screen;
  const checks = connection.status === 'connected' ? kernelWords(kernel, trans) : null;
  return (
    <footer className="jt-Status">
      <p className="jt-Status-line">
        <span
          className="jt-Status-connection"
          role="status"
          data-tutor="connection"
          data-status={connection.status}
        >
          <span className="jt-Status-dot" aria-hidden="true" />
          {connection.status === 'connected' && host.via !== null
            ? host.via.words
            : connectionWords(connection, trans)}
        </span>
        {connection.status === 'connected' ? (
          <span className="jt-Status-saved" data-tutor="saved">
            {screen.sent.length > 0 ? trans.__('Saving…') : trans.__('Saved')}
          </span>
        ) : null}
        {connection.status === 'waiting' ? (
          <Countdown until={connection.retryAt} host={host} />
        ) : null}
        {connection.status === 'waiting' || connection.status === 'offline' ? (
          <Button name="try-now" label={trans.__('Try now')} onPress={onConnect} />
        ) : null}
      </p>
      {checks === null ? null : (
        <p className="jt-Status-kernel" data-tutor="kernel">
          {checks}
          {kernel?.note ? ` ${kernel.note}` : ''}
          {kernel?.status === 'busy' ? (
            <Button name="stop-kernel" quiet label={trans.__('Stop it')} onPress={onStop} />
          ) : null}
        </p>
      )}
      {host.files === null ? null : <Keepsakes files={host.files} head={screen.head} host={host} />}
    </footer>
  );
}

function connectionWords(connection: Connection, trans: Words): string {
  switch (connection.status) {
    case 'connecting':
      return trans.__('Connecting…');
    case 'connected':
      return trans.__('Connected');
    case 'waiting':
      return trans.__('Not connected');
    case 'offline':
      return trans.__('Offline: there is no network');
    case 'ended':
      return trans.__('Disconnected');
  }
}

/** Not part of the status that is read aloud: it changes every second. */
function Countdown({ until, host }: { until: number; host: TutorHost }): JSX.Element {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(1, Math.ceil((until - now) / 1000));
  return (
    <span className="jt-Status-countdown" data-tutor="countdown">
      {host.trans.__('reconnecting in %1 s', seconds)}
    </span>
  );
}
