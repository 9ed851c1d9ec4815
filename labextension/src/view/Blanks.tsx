/**
 * A text or program with blanks to fill in, each a field within it.
 *
 * What stands in them is the screen's, a line each. Enter checks.
 */

import { useId } from 'react';
import type { JSX, KeyboardEvent } from 'react';

import { fillings } from '../check';
import type { QuestionProps } from './Question';

export function Blanks({ question, screen, actions, host }: QuestionProps): JSX.Element {
  const { trans } = host;
  const id = useId();
  const { pieces, verbatim } = question;
  const filled = fillings(screen.typed, question);
  const fill = (at: number, text: string): void => {
    const texts = filled.map((other, index) => (index === at ? text : other));
    actions.session.change({ type: 'type', text: texts.join('\n') });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method is composing, Enter picks a word.
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void actions.perform('check');
    }
  };
  return (
    <>
      <h3 className="jt-Card-title" id={`${id}-title`}>
        {question.title}
      </h3>
      <p className="jt-Card-hint" id={`${id}-how`}>
        {trans.__('Fill in what is missing; Enter checks it.')}
      </p>
      <div
        className={verbatim ? 'jt-Blanks jt-mod-code' : 'jt-Blanks'}
        role="group"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-how`}
      >
        {pieces.map((piece, index) => (
          <span key={index}>
            {verbatim ? piece : <Coded text={piece} />}
            {index === filled.length ? null : (
              <input
                type="text"
                className="jt-Blank"
                data-tutor="blank"
                // The notebook's one-key commands must not act on what is typed here.
                data-lm-suppress-shortcuts="true"
                aria-label={trans.__('Blank %1 of %2', index + 1, filled.length)}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                size={Math.max(4, (filled[index] ?? '').length + 1)}
                value={filled[index] ?? ''}
                onChange={event => fill(index, event.target.value)}
                onKeyDown={onKeyDown}
              />
            )}
          </span>
        ))}
      </div>
    </>
  );
}

/** A text in which what stands between backticks is code. */
function Coded({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text
        .split(/`([^`]+)`/)
        .map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}
    </>
  );
}
