/**
 * How far the learner has come: a bar that opens to the list of questions.
 *
 * Owns the offer to put a recorded answer back into the notebook, beside its question.
 */

import { useEffect, useState } from 'react';
import type { JSX } from 'react';

import type { LessonActions } from '../actions';
import { bringBack } from '../bringBack';
import { messageOf } from '../files';
import type { LessonFiles, RecordedAnswer } from '../files';
import type { TutorHost } from '../host';
import type { Head } from '../protocol';
import { Button } from './Button';
import { pointsWords, statusWords } from './words';

interface Props {
  readonly head: Head;
  readonly actions: LessonActions;
  readonly host: TutorHost;
}

export function ProgressList({ head, actions, host }: Props): JSX.Element {
  const { trans } = host;
  const { progress } = head;
  const { done, total, points, max_points } = progress;
  const [open, setOpen] = useState(false);
  const { answers, failure } = useAnswers(host.cells === null ? null : host.files, head, open);
  const words = trans._n('%2 of %1 question done', '%2 of %1 questions done', total, done);
  return (
    <details
      className="jt-Progress"
      data-tutor="progress"
      onToggle={event => setOpen(event.currentTarget.open)}
    >
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
          const answer = answers.find(({ question }) => question === item.id);
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
              {answer === undefined ? null : (
                <Button
                  name="bring-back"
                  quiet
                  label={trans.__('Put my answer back')}
                  about={item.title}
                  onPress={() => void bringBack(actions.session, host, answer)}
                />
              )}
            </li>
          );
        })}
      </ol>
      {failure === null ? null : (
        <p className="jt-Failure" role="alert">
          {failure}
        </p>
      )}
    </details>
  );
}

interface Answers {
  readonly answers: readonly RecordedAnswer[];
  /** Why they could not be asked for; null when they could. */
  readonly failure: string | null;
}

/** The recorded answers, asked for while the list is open, anew when a question is done with. */
function useAnswers(files: LessonFiles | null, head: Head, open: boolean): Answers {
  const [found, setFound] = useState<Answers>({ answers: [], failure: null });
  const { course, lesson } = head;
  const { done } = head.progress;
  useEffect(() => {
    if (files === null || !open) {
      return;
    }
    let wanted = true;
    files.answers({ course, lesson }).then(
      answers => wanted && setFound({ answers, failure: null }),
      (error: unknown) => wanted && setFound({ answers: [], failure: messageOf(error) })
    );
    return () => {
      wanted = false;
    };
  }, [files, course, lesson, done, open]);
  return found;
}
