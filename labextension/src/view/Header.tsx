/** The top of the panel: which lesson this is and how far the learner has come. */

import type { JSX } from 'react';

import type { LessonActions } from '../actions';
import type { TutorHost } from '../host';
import type { Head, Progress } from '../protocol';
import { Button } from './Button';
import { actionLabel, pointsWords, statusWords } from './words';

interface Props {
  readonly head: Head;
  readonly actions: LessonActions;
  readonly host: TutorHost;
}

export function Header({ head, actions, host }: Props): JSX.Element {
  const startOver = actions.availability('start_over');
  return (
    <header className="jt-Header">
      <div className="jt-Header-row">
        <p className="jt-Header-course">{head.course_title}</p>
        {startOver.offered ? (
          <Button
            name="start-over"
            quiet
            label={actionLabel('start_over', host.trans)}
            why={startOver.why}
            onPress={() => void actions.perform('start_over')}
          />
        ) : null}
      </div>
      <h2 className="jt-Header-lesson">{head.lesson_title}</h2>
      <ProgressBar progress={head.progress} host={host} />
    </header>
  );
}

function ProgressBar({ progress, host }: { progress: Progress; host: TutorHost }): JSX.Element {
  const { trans } = host;
  const { done, total, points, max_points } = progress;
  const words = trans._n('%2 of %1 question done', '%2 of %1 questions done', total, done);
  return (
    <details className="jt-Progress" data-tutor="progress">
      <summary>
        <span
          className="jt-Progress-bar"
          role="progressbar"
          aria-label={trans.__('Progress through the lesson')}
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuenow={done}
          aria-valuetext={words}
        >
          {progress.items.map(item => (
            <span
              key={item.id}
              className="jt-Progress-part"
              data-status={item.status}
              data-current={item.current}
            />
          ))}
        </span>
        <span className="jt-Progress-words">
          {words}
          {max_points > 0 ? ` · ${pointsWords(points, max_points, trans)}` : ''}
        </span>
      </summary>
      <ol className="jt-Progress-list">
        {progress.items.map(item => {
          const { label, sign } = statusWords(item.status, trans);
          return (
            <li
              key={item.id}
              data-tutor="progress-item"
              data-question={item.id}
              data-status={item.status}
              aria-current={item.current ? 'step' : undefined}
            >
              <span className="jt-Progress-sign" aria-hidden="true">
                {sign}
              </span>
              <span className="jt-Progress-title">{item.title}</span>
              <span className="jt-Progress-status">
                {item.current ? trans.__('now, %1', label) : label}
              </span>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
