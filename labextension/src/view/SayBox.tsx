/**
 * The box in which the learner writes to the tutor. Enter sends, Shift+Enter begins a line, Escape
 * stops what is being written in reply.
 *
 * Owns when it is folded away: while an answer is typed in the panel, so that the two fields are
 * never taken for each other. What is written is the screen's.
 */

import { useEffect, useId, useRef, useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';

import type { LessonActions } from '../actions';
import type { TutorHost } from '../host';
import type { Screen } from '../store';
import { Button } from './Button';

interface Props {
  readonly screen: Screen;
  readonly actions: LessonActions;
  readonly host: TutorHost;
}

export function SayBox({ screen, actions, host }: Props): JSX.Element {
  const { trans } = host;
  const { writing } = screen;
  const { question } = actions;
  const typed =
    question === null || question.kind === 'code' || question.kind === 'choice'
      ? null
      : question.id;
  const field = useRef<HTMLTextAreaElement>(null);
  const { open, pressed, toggle, hold, setFocused } = useFolding(typed, writing);
  useEffect(() => {
    if (pressed > 0) {
      field.current?.focus();
    }
  }, [pressed]);
  const id = useId();
  const words =
    screen.head?.model == null
      ? trans.__('Write to the tutor. It is kept; no language model answers.')
      : trans.__('Ask the tutor');
  const stop = actions.availability('stop_reply');
  const how = stop.offered
    ? trans.__('Escape stops what the tutor is writing.')
    : trans.__('Enter sends it, Shift+Enter begins a new line.');
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method is composing, Enter picks a word and Escape gives it up.
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      actions.say();
    } else if (event.key === 'Escape' && stop.offered) {
      event.preventDefault();
      event.stopPropagation();
      void actions.perform('stop_reply');
    }
  };
  const why =
    actions.hindrance ??
    actions.silence ??
    (writing.trim() === '' ? trans.__('Write something first.') : null);
  return (
    <form
      className="jt-Say"
      onSubmit={event => {
        event.preventDefault();
        actions.say();
      }}
    >
      <div className="jt-Say-head">
        {typed === null ? (
          <label htmlFor={id}>{words}</label>
        ) : (
          <Button name="say-open" quiet label={words} expanded={open} onPress={toggle} />
        )}
      </div>
      {open ? (
        <div className="jt-Say-row">
          <textarea
            id={id}
            ref={field}
            data-tutor="say-text"
            // The notebook's one-key commands must not act on what is typed here.
            data-lm-suppress-shortcuts="true"
            rows={Math.min(6, writing.split('\n').length)}
            value={writing}
            maxLength={8000}
            aria-label={words}
            placeholder={trans.__('Enter sends it')}
            title={how}
            aria-describedby={`${id}-how`}
            onChange={event => {
              hold();
              actions.session.change({ type: 'write', text: event.target.value });
            }}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            onKeyDown={onKeyDown}
          />
          <span id={`${id}-how`} hidden>
            {how}
          </span>
          <Button
            name="say"
            label={trans.__('Send')}
            why={why}
            onPress={() => actions.say()}
            onRefused={() => actions.say()}
          />
        </div>
      ) : null}
    </form>
  );
}

interface Folding {
  readonly open: boolean;
  /** How often the learner has opened or closed it. */
  readonly pressed: number;
  readonly toggle: () => void;
  /** Keep it open while the question is, even when nothing is written any more. */
  readonly hold: () => void;
  readonly setFocused: (focused: boolean) => void;
}

/**
 * Whether the box is open. `typed` is the question whose answer is typed in the panel; null: no
 * such question is open, and the box always is.
 */
function useFolding(typed: string | null, writing: string): Folding {
  const [wanted, setWanted] = useState(writing !== '');
  const [focused, setFocused] = useState(false);
  const [before, setBefore] = useState(typed);
  const [pressed, setPressed] = useState(0);
  if (before !== typed) {
    setBefore(typed);
    // Another question: the box is folded, but never away from under the learner's hands.
    setWanted(focused || writing !== '');
  }
  const open = typed === null || wanted;
  const toggle = (): void => {
    setWanted(!open);
    setPressed(pressed + 1);
  };
  return { open, pressed, toggle, hold: () => setWanted(true), setFocused };
}
