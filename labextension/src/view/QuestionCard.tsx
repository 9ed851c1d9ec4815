/**
 * What the learner can do now: the open question's control, and the buttons.
 *
 * Owns which buttons stand where. Whether one can be used is said by the server and `actions.ts`.
 */

import type { JSX } from 'react';

import type { LessonActions } from '../actions';
import type { TutorHost } from '../host';
import type { ActionName } from '../protocol';
import type { Screen } from '../store';
import { Button } from './Button';
import { KeepFocus } from './KeepFocus';
import { Question } from './Question';
import { actionLabel } from './words';

/** The order of the buttons. */
const ORDER: readonly ActionName[] = [
  'continue',
  'check',
  'stop_check',
  'hint',
  'skip',
  'solution'
];
/** The first of these that can be used stands out: it is the next step. */
const PRIMARY: readonly ActionName[] = ['continue', 'check'];

interface Props {
  readonly screen: Screen;
  readonly actions: LessonActions;
  readonly host: TutorHost;
}

export function QuestionCard({ screen, actions, host }: Props): JSX.Element {
  const { trans } = host;
  const { question } = actions;
  const checking = screen.head?.checking ?? null;
  const primary = PRIMARY.find(name => actions.availability(name).enabled);
  return (
    <KeepFocus
      className="jt-Card"
      name="card"
      label={
        question === null ? trans.__('What you can do') : trans.__('Question: %1', question.title)
      }
    >
      {question === null ? null : (
        <Question question={question} screen={screen} actions={actions} host={host} />
      )}
      <p className="jt-Card-busy" role="status" data-tutor="busy">
        {checking !== null ? (
          <Working words={trans.__('Checking your answer…')} />
        ) : screen.running ? (
          <Working words={trans.__('Running your cell…')} />
        ) : screen.sent.length > 0 ? (
          <Working words={trans.__('Waiting for the tutor…')} late />
        ) : null}
      </p>
      {screen.running ? (
        <div className="jt-Buttons">
          <Button
            name="stop-cell"
            label={trans.__('Stop the cell')}
            onPress={() => actions.stopCell()}
          />
        </div>
      ) : null}
      <Notice screen={screen} actions={actions} host={host} />
      <div className="jt-Buttons" role="group" aria-label={trans.__('Actions')}>
        {ORDER.map(name => {
          const { offered, why } = actions.availability(name);
          return offered ? (
            <Button
              key={name}
              name={name.replace('_', '-')}
              label={actionLabel(name, trans)}
              why={why}
              primary={name === primary}
              onPress={() => void actions.perform(name)}
              onRefused={() => void actions.perform(name)}
            />
          ) : null;
        })}
      </div>
    </KeepFocus>
  );
}

/** `late`: shown only once it has lasted, for most of the time it is over at once. */
function Working({ words, late = false }: { words: string; late?: boolean }): JSX.Element {
  return (
    <span className={late ? 'jt-Working jt-mod-late' : 'jt-Working'}>
      <span className="jt-Spinner" aria-hidden="true" />
      {words}
    </span>
  );
}

/** A sentence in which what stands between backticks is code. */
function Coded({ words }: { words: string }): JSX.Element {
  return (
    <>
      {words
        .split(/`([^`]+)`/)
        .map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}
    </>
  );
}

/** Why something was not done, and what can be done about it. Read aloud when it appears. */
function Notice({ screen, actions, host }: Props): JSX.Element {
  const { trans } = host;
  const { note } = screen;
  return (
    <div className="jt-Notice" role="status" data-tutor="note">
      {note === null ? null : (
        <>
          <p>
            <Coded words={note.words} />
          </p>
          {note.remedy === 'put_back' ? (
            <Button
              name="put-back"
              label={trans.__('Put the cell back')}
              onPress={() => actions.putAnswerBack()}
            />
          ) : null}
          {note.remedy === 'stop_cell' ? (
            <Button
              name="stop-cell"
              label={trans.__('Stop the cell')}
              onPress={() => actions.stopCell()}
            />
          ) : null}
        </>
      )}
    </div>
  );
}
