/** The top of the panel: which lesson this is and how far the learner has come. */

import type { JSX } from 'react';

import type { LessonActions } from '../actions';
import type { TutorHost } from '../host';
import type { Head } from '../protocol';
import { Button } from './Button';
import { ProgressList } from './ProgressList';
import { actionLabel } from './words';

interface Props {
  readonly head: Head;
  readonly actions: LessonActions;
  readonly host: TutorHost;
}

export function Header({ head, actions, host }: Props): JSX.Element {
  const startOver = actions.availability('start_over');
  const summary = actions.availability('summary');
  return (
    <header className="jt-Header">
      <div className="jt-Header-row">
        <p className="jt-Header-course">{head.course_title}</p>
        <div className="jt-Header-more">
          {summary.offered ? (
            <Button
              name="summary"
              quiet
              label={actionLabel('summary', host.trans)}
              why={summary.why}
              onPress={() => void actions.perform('summary')}
              onRefused={() => void actions.perform('summary')}
            />
          ) : null}
          {startOver.offered ? (
            <Button
              name="start-over"
              quiet
              label={
                head.phase === 'completed'
                  ? host.trans.__('Do it again')
                  : actionLabel('start_over', host.trans)
              }
              why={startOver.why}
              onPress={() => void actions.perform('start_over')}
              onRefused={() => void actions.perform('start_over')}
            />
          ) : null}
        </div>
      </div>
      <h2 className="jt-Header-lesson">{head.lesson_title}</h2>
      <ProgressList head={head} actions={actions} host={host} />
    </header>
  );
}
