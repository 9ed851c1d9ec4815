/**
 * The chat view: everything of one lesson on one screen.
 *
 * Knows a session, what can be done with it, and a host; nothing of JupyterLab's shell, so that
 * the same view can stand in a docked panel or elsewhere.
 */

import { useSyncExternalStore } from 'react';
import type { JSX } from 'react';

import type { LessonActions } from '../actions';
import { Banner } from './Banner';
import { Header } from './Header';
import { QuestionCard } from './QuestionCard';
import { SayBox } from './SayBox';
import { Status } from './Status';
import { Transcript } from './Transcript';

const NOBODY: readonly number[] = [];

export function Tutor({ actions }: { actions: LessonActions }): JSX.Element {
  const { session, host } = actions;
  const screen = useSyncExternalStore(session.subscribe, session.screen);
  const { head, connection, sent } = screen;
  const connect = (): void => session.connect();
  return (
    <div
      className="jt-Tutor"
      data-tutor="tutor"
      data-phase={head?.phase ?? ''}
      data-seq={head?.seq ?? 0}
      data-connection={connection.status}
      data-saved={connection.status === 'connected' && sent.length === 0}
      data-kernel={screen.kernel?.status ?? ''}
      data-checks={screen.kernel?.checks ?? ''}
      data-via={host.via?.name}
      aria-busy={head === null && connection.status !== 'ended'}
    >
      {head === null ? null : <Header head={head} actions={actions} host={host} />}
      <Banner screen={screen} actions={actions} host={host} onConnect={connect} />
      <Transcript
        messages={screen.messages}
        writing={head?.writing ?? null}
        persons={head?.persons ?? NOBODY}
        deed={sent.at(-1)?.id ?? null}
        actions={actions}
        host={host}
      />
      {head === null ? null : (
        <>
          <QuestionCard screen={screen} actions={actions} host={host} />
          <SayBox screen={screen} actions={actions} host={host} />
        </>
      )}
      <Status screen={screen} host={host} onConnect={connect} onStop={() => actions.stopCell()} />
    </div>
  );
}
