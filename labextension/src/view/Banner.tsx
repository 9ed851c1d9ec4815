/**
 * What has to be said above the conversation: that it went on elsewhere, that it cannot be shown,
 * that saving failed or is behind, that the author has changed the lesson.
 */

import type { JSX } from 'react';

import type { LessonActions } from '../actions';
import type { Connection } from '../channel';
import type { TutorHost, Words } from '../host';
import type { Screen } from '../store';
import { Button } from './Button';
import { actionLabel } from './words';

interface Props {
  readonly screen: Screen;
  readonly actions: LessonActions;
  readonly host: TutorHost;
  readonly onConnect: () => void;
}

export function Banner({ screen, actions, host, onConnect }: Props): JSX.Element {
  const { trans } = host;
  const { connection, trouble, record } = screen;
  const newer = actions.availability('update');
  return (
    <>
      {connection.status === 'ended' ? (
        <div
          className="jt-Banner jt-mod-warn"
          role="alert"
          data-tutor={`ended-${connection.reason}`}
        >
          <p>{endedWords(connection, trans)}</p>
          {connection.reason === 'unreadable' ? null : (
            <Button
              name={connection.reason === 'moved' ? 'take-back' : 'try-again'}
              label={
                connection.reason === 'moved'
                  ? trans.__('Take the lesson back here')
                  : trans.__('Try again')
              }
              onPress={onConnect}
            />
          )}
        </div>
      ) : null}
      {trouble === null ? null : (
        <div className="jt-Banner jt-mod-warn" role="alert" data-tutor="trouble">
          <p>{trouble}</p>
        </div>
      )}
      {record === null || record.words === null ? null : (
        <div
          className={record.state === 'full' ? 'jt-Banner jt-mod-warn' : 'jt-Banner'}
          role={record.state === 'full' ? 'alert' : 'status'}
          data-tutor="record"
          data-state={record.state}
        >
          <p>{record.words}</p>
        </div>
      )}
      {newer.offered ? (
        <div className="jt-Banner" role="status" data-tutor="newer">
          <p>
            {trans.__(
              'The author has changed this lesson. What you have done stays done when you go on ' +
                'with the new version.'
            )}
          </p>
          <Button
            name="update"
            label={actionLabel('update', trans)}
            why={newer.why}
            onPress={() => void actions.perform('update')}
            onRefused={() => void actions.perform('update')}
          />
        </div>
      ) : null}
    </>
  );
}

function endedWords(connection: Extract<Connection, { status: 'ended' }>, trans: Words): string {
  switch (connection.reason) {
    case 'moved':
      return connection.words || trans.__('This lesson went on in another place.');
    case 'not_allowed':
      return (
        connection.words ||
        trans.__('You may not open this lesson here. Reload the page to sign in again.')
      );
    case 'unknown_lesson':
      return (
        connection.words ||
        trans.__('The server does not have this lesson. Ask who gave you the notebook.')
      );
    case 'unreadable':
      return trans.__(
        'This page and the server do not understand each other: one of them is older. Save your ' +
          'notebook and reload the page.'
      );
  }
}
