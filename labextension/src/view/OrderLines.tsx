/**
 * The lines of an order question: those that are left, and those that are put in order.
 *
 * Owns where the keyboard goes when a line moves, and what is read out then. Which lines are put,
 * and in which order, is the screen's.
 */

import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { JSX } from 'react';

import type { ShownOption } from '../protocol';
import type { QuestionProps } from './Question';
import { Markdown } from './Rendered';

type Move = 'up' | 'down' | 'out';

export function OrderLines(props: QuestionProps): JSX.Element {
  const { question, screen, actions, host } = props;
  const { trans } = host;
  const id = useId();
  const whole = useRef<HTMLFieldSetElement>(null);
  const focus = useRef<string | null>(null);
  const [said, say] = useState('');
  const put = screen.picked.flatMap(name => question.options.filter(line => line.id === name));
  const left = question.options.filter(line => !screen.picked.includes(line.id));

  useLayoutEffect(() => {
    if (focus.current !== null) {
      whole.current?.querySelector<HTMLElement>(focus.current)?.focus();
      focus.current = null;
    }
  }, [screen.picked]);

  const change = (options: readonly string[], then: string | null, words: string): void => {
    focus.current = then;
    say(words);
    actions.session.change({ type: 'pick', options });
  };
  const add = (line: ShownOption): void => {
    // On to the line that takes its place among those that are left.
    const at = left.indexOf(line);
    const next = left[at + 1] ?? left[at - 1];
    const place = put.length + 1;
    change(
      [...put.map(other => other.id), line.id],
      next === undefined ? button(line, 'out') : button(next, 'add'),
      trans.__('Put in place %1.', place)
    );
  };
  const move = (line: ShownOption, to: Move): void => {
    const ids = put.map(other => other.id);
    const at = ids.indexOf(line.id);
    if (to === 'out') {
      ids.splice(at, 1);
      change(ids, button(line, 'add'), trans.__('Taken out.'));
      return;
    }
    const other = to === 'up' ? at - 1 : at + 1;
    if (other < 0 || other >= ids.length) {
      return;
    }
    ids.splice(at, 1);
    ids.splice(other, 0, line.id);
    change(ids, button(line, to), trans.__('Now in place %1 of %2.', other + 1, ids.length));
  };
  const text = (line: ShownOption): JSX.Element =>
    question.verbatim ? (
      <code className="jt-Line-code">{line.text}</code>
    ) : (
      <Markdown text={line.text} host={host} />
    );

  return (
    <fieldset className="jt-Options" ref={whole}>
      <legend className="jt-Card-title">
        {question.title}
        <span className="jt-Options-how">
          {trans.__('Press the lines in the order in which they belong. Some may be left over.')}
        </span>
      </legend>
      <p className="jt-Card-label" id={`${id}-put`}>
        {trans.__('Your order')}
      </p>
      {put.length === 0 ? (
        <p className="jt-Card-hint">{trans.__('No line yet.')}</p>
      ) : (
        <ol className="jt-Lines" aria-labelledby={`${id}-put`}>
          {put.map((line, index) => (
            <li className="jt-Line" key={line.id} data-tutor="line" data-line={line.id}>
              <div className="jt-Line-text">{text(line)}</div>
              <Mover
                to="up"
                sign="↑"
                label={trans.__('Move up: %1', line.text.trim())}
                off={index === 0}
                onPress={() => move(line, 'up')}
              />
              <Mover
                to="down"
                sign="↓"
                label={trans.__('Move down: %1', line.text.trim())}
                off={index === put.length - 1}
                onPress={() => move(line, 'down')}
              />
              <Mover
                to="out"
                sign="×"
                label={trans.__('Take out: %1', line.text.trim())}
                off={false}
                onPress={() => move(line, 'out')}
              />
            </li>
          ))}
        </ol>
      )}
      {left.length === 0 ? null : (
        <>
          <p className="jt-Card-label" id={`${id}-left`}>
            {trans.__('Lines that are left')}
          </p>
          <ul className="jt-Lines" aria-labelledby={`${id}-left`}>
            {left.map(line => (
              <li key={line.id} data-tutor="line-left" data-line={line.id}>
                <button
                  type="button"
                  className="jt-Line jt-mod-left"
                  data-tutor="add"
                  aria-label={trans.__('Put next: %1', line.text.trim())}
                  onClick={() => add(line)}
                >
                  <span className="jt-Line-text">{text(line)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="jt-Lines-said" role="status">
        {said}
      </p>
    </fieldset>
  );
}

interface MoverProps {
  readonly to: Move;
  readonly sign: string;
  readonly label: string;
  /** At an end it moves nothing, but keeps the keyboard. */
  readonly off: boolean;
  readonly onPress: () => void;
}

function Mover({ to, sign, label, off, onPress }: MoverProps): JSX.Element {
  return (
    <button
      type="button"
      className="jt-Mover"
      data-tutor={to}
      aria-label={label}
      aria-disabled={off}
      title={label}
      onClick={onPress}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

function button(line: ShownOption, name: Move | 'add'): string {
  return `[data-line="${CSS.escape(line.id)}"] [data-tutor="${name}"]`;
}
