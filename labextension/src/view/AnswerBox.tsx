/**
 * Where the answer to a number, expression, predict or prose question is typed.
 *
 * Owns the look and the keys of each: one line is checked with Enter; where an answer may have
 * several lines, Enter begins one and Ctrl or Cmd with it checks. What is typed is the screen's.
 */

import { useId } from 'react';
import type { JSX, KeyboardEvent } from 'react';

import type { Words } from '../host';
import type { QuestionKind } from '../protocol';
import type { QuestionProps } from './Question';

type TypedKind = Exclude<QuestionKind, 'code' | 'choice' | 'order' | 'blanks'>;

interface Props extends QuestionProps {
  readonly kind: TypedKind;
}

export function AnswerBox({ question, kind, screen, actions, host }: Props): JSX.Element {
  const { trans } = host;
  const id = useId();
  const oneLine = kind === 'number' || kind === 'expression';
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method is composing, Enter picks a word.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) {
      return;
    }
    if (oneLine || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      void actions.perform('check');
    }
  };
  const field = {
    id,
    className: kind === 'prose' || kind === 'number' ? 'jt-Field' : 'jt-Field jt-mod-code',
    'data-tutor': 'answer-text',
    // The notebook's one-key commands must not act on what is typed here.
    'data-lm-suppress-shortcuts': 'true',
    'aria-labelledby': `${id}-label ${id}-title`,
    'aria-describedby': question.unit === null ? `${id}-how` : `${id}-unit ${id}-how`,
    autoComplete: 'off',
    autoCapitalize: kind === 'prose' ? undefined : 'off',
    spellCheck: kind === 'prose',
    value: screen.typed,
    onKeyDown
  };
  const type = (text: string): void => actions.session.change({ type: 'type', text });
  return (
    <>
      <h3 className="jt-Card-title" id={`${id}-title`}>
        {question.title}
      </h3>
      <label className="jt-Card-label" htmlFor={id} id={`${id}-label`}>
        {trans.__('Your answer')}
      </label>
      <p className="jt-Card-hint" id={`${id}-how`}>
        {howWords(kind, trans)}
        {kind === 'expression' && question.names.length > 0 ? (
          <>
            {' '}
            {trans.__('You can use:')}{' '}
            {question.names.map((name, index) => (
              <span key={name}>
                {index > 0 ? ', ' : ''}
                <code>{name}</code>
              </span>
            ))}
          </>
        ) : null}
      </p>
      {oneLine ? (
        <div className="jt-Field-row">
          <input {...field} type="text" onChange={event => type(event.target.value)} />
          {question.unit === null ? null : (
            <span className="jt-Field-unit" id={`${id}-unit`}>
              {question.unit}
            </span>
          )}
        </div>
      ) : (
        <textarea
          {...field}
          rows={Math.min(10, Math.max(3, screen.typed.split('\n').length))}
          onChange={event => type(event.target.value)}
        />
      )}
    </>
  );
}

function howWords(kind: TypedKind, trans: Words): string {
  switch (kind) {
    case 'number':
      return trans.__('Type a number; Enter checks it.');
    case 'expression':
      return trans.__('Type an expression, as in Python; Enter checks it.');
    case 'predict':
      return trans.__(
        'Type what the program shows, line by line, without running it. Ctrl+Enter (on a Mac ' +
          '⌘+Enter) checks it.'
      );
    case 'prose':
      return trans.__(
        'Write a sentence or two in your own words. Ctrl+Enter (on a Mac ⌘+Enter) checks them.'
      );
  }
}
