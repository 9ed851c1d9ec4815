/**
 * The open question: where its answer is given, and what has been tried.
 *
 * Owns which control belongs to which kind of question.
 */

import type { JSX } from 'react';

import type { LessonActions } from '../actions';
import type { TutorHost, Words } from '../host';
import type { OpenQuestion, Pause } from '../protocol';
import type { Screen } from '../store';
import { AnswerBox } from './AnswerBox';
import { Blanks } from './Blanks';
import { Button } from './Button';
import { Options } from './Options';
import { OrderLines } from './OrderLines';

export interface QuestionProps {
  readonly question: OpenQuestion;
  readonly screen: Screen;
  readonly actions: LessonActions;
  readonly host: TutorHost;
}

export function Question(props: QuestionProps): JSX.Element {
  const { question, host } = props;
  const tried = triedWords(question, host.trans);
  return (
    <div data-tutor="question" data-question={question.id} data-kind={question.kind}>
      <Control {...props} />
      {tried === '' ? null : (
        <p className="jt-Card-tried" data-tutor="tried">
          {tried}
        </p>
      )}
    </div>
  );
}

function Control(props: QuestionProps): JSX.Element {
  const { kind } = props.question;
  switch (kind) {
    case 'code':
      return <WhichCell {...props} />;
    case 'choice':
      return <Options {...props} />;
    case 'order':
      return <OrderLines {...props} />;
    case 'blanks':
      return <Blanks {...props} />;
    case 'number':
    case 'predict':
    case 'expression':
    case 'formula':
    case 'prose':
      return <AnswerBox {...props} kind={kind} />;
  }
}

/** Code is answered in the notebook; the card says where. */
function WhichCell({ question, actions, host }: QuestionProps): JSX.Element {
  const { trans } = host;
  return (
    <>
      <h3 className="jt-Card-title">{question.title}</h3>
      <div className="jt-Card-how">
        <p>
          {trans.__('Write your answer below the line')} <code>{`#| for: ${question.id}`}</code>{' '}
          {trans.__('of its cell, and run the cell.')}
        </p>
        {host.cells === null ? null : (
          <Button
            name="go-to-cell"
            label={trans.__('Go to cell')}
            onPress={() => actions.goToAnswer()}
          />
        )}
      </div>
    </>
  );
}

function triedWords(question: OpenQuestion, trans: Words): string {
  const { attempts, tries_left, pause, hints_given } = question;
  return [
    attempts > 0 ? trans._n('%1 try', '%1 tries', attempts) : null,
    tries_left === null
      ? null
      : tries_left === 0
        ? trans.__('no tries left')
        : trans._n('%1 try left', '%1 tries left', tries_left),
    pause === null ? null : trans.__('next try from %1', endOf(pause)),
    hints_given > 0 ? trans._n('%1 hint', '%1 hints', hints_given) : null
  ]
    .filter(part => part !== null)
    .join(' · ');
}

/** The time of day, here, at which a pause is over. */
function endOf({ since, seconds }: Pause): string {
  return new Date(Date.parse(since) + seconds * 1000).toLocaleTimeString();
}
