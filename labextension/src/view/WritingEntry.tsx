/**
 * What is being written, at the end of the conversation: it grows, and can be stopped.
 *
 * It is not read aloud as it grows: that it has begun and ended is said by the transcript.
 */

import { useLayoutEffect, useMemo, useRef } from 'react';
import type { JSX } from 'react';

import type { LessonActions } from '../actions';
import type { TutorHost } from '../host';
import type { Writing } from '../protocol';
import { blocks } from './blocks';
import { Button } from './Button';
import { Markdown } from './Rendered';
import { usePaced } from './usePaced';
import { actionLabel, writingWords } from './words';

interface Props {
  readonly writing: Writing;
  readonly actions: LessonActions;
  readonly host: TutorHost;
  /** It has gone away, and the keyboard was in it. */
  readonly onLeft: () => void;
}

export function WritingEntry({ writing, actions, host, onLeft }: Props): JSX.Element {
  const { trans } = host;
  const entry = useRef<HTMLLIElement>(null);
  const stop = actions.availability('stop_reply');
  useLayoutEffect(() => {
    const element = entry.current;
    return () => {
      if (element?.matches(':focus-within') === true) {
        onLeft();
      }
    };
  }, [onLeft]);
  return (
    <li
      className="jt-Message jt-mod-tutor jt-mod-writing"
      data-tutor="writing"
      data-kind={writing.kind}
      aria-live="off"
      aria-busy="true"
      ref={entry}
    >
      <div className="jt-Message-label jt-Writing-label">
        <span className="jt-Spinner" aria-hidden="true" />
        <span className="jt-Message-who">{writingWords(writing.kind, trans)}</span>
        {stop.offered ? (
          <Button
            name="stop-reply"
            label={actionLabel('stop_reply', trans)}
            about={writingWords(writing.kind, trans)}
            why={stop.why}
            onPress={() => void actions.perform('stop_reply')}
            onRefused={() => void actions.perform('stop_reply')}
          />
        ) : null}
      </div>
      <Growing words={writing.words} host={host} />
    </li>
  );
}

function Growing({ words, host }: { words: string; host: TutorHost }): JSX.Element {
  const shown = usePaced(words);
  const pieces = useMemo(() => blocks(shown), [shown]);
  return (
    <>
      {pieces.map((piece, index) => (
        <Markdown key={index} text={piece} host={host} />
      ))}
    </>
  );
}
