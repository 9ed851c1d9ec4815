/**
 * The conversation so far, oldest first.
 *
 * Owns where it is scrolled to. It follows the newest message while the learner is at its end or
 * has just done something; a message taller than the view is shown from its beginning. Otherwise
 * it stays where it is and offers a button. What is being written is an entry at the end; that it
 * has begun and ended is read aloud, and not each of its words.
 */

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { JSX } from 'react';

import type { LessonActions } from '../actions';
import type { TutorHost } from '../host';
import type { Message, Writing } from '../protocol';
import { groundTargets } from './grounds';
import { MessageItem } from './MessageItem';
import { WritingEntry } from './WritingEntry';
import { writingWords } from './words';

/** So near the end counts as at the end. In pixels. */
const NEAR_PX = 32;
/** So much is left free above what is scrolled to. In pixels. */
const ABOVE_PX = 8;
const NO_TARGETS: readonly (number | null)[] = [];

interface Props {
  readonly messages: readonly Message[];
  readonly writing: Writing | null;
  /** The replies that a person was asked to look at. */
  readonly persons: readonly number[];
  /** What the learner has just asked, null when nothing is under way: they want to see the reply. */
  readonly deed: string | null;
  readonly actions: LessonActions;
  readonly host: TutorHost;
}

export function Transcript(props: Props): JSX.Element {
  const { messages, writing, persons, deed, actions, host } = props;
  const { trans } = host;
  const view = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  const placed = useRef({ top: 0, height: 0, length: 0 });
  const [seen, setSeen] = useState(0);
  const [history, setHistory] = useState<number | null>(null);
  const request = writing?.request ?? null;
  const said = useSaid(writing, host);
  const targets = useMemo(() => groundTargets(messages), [messages]);
  // The first message of the newest batch: what is scrolled to; and what was being written then.
  const batch = useRef<Batch>({ count: 0, first: 0, request: null });

  const toMessage = useCallback((index: number): void => {
    const element = view.current;
    if (element === null) {
      return;
    }
    const end = element.scrollHeight - element.clientHeight;
    const first = list.current?.children[index];
    const top = first instanceof HTMLElement ? first.offsetTop - ABOVE_PX : end;
    element.scrollTop = Math.max(0, Math.min(end, top));
    placed.current = {
      top: element.scrollTop,
      height: element.clientHeight,
      length: element.scrollHeight
    };
    setSeen(batch.current.count);
  }, []);

  /** The learner wants to read an earlier message: the keyboard goes there too. */
  const goTo = useCallback(
    (index: number): void => {
      follows.current = false;
      toMessage(index);
      const element = list.current?.children[index];
      if (element instanceof HTMLElement) {
        element.focus({ preventScroll: true });
      }
    },
    [toMessage]
  );

  const toView = useCallback((): void => view.current?.focus({ preventScroll: true }), []);

  if (history === null && messages.length > 0) {
    setHistory(messages.length);
  }

  useLayoutEffect(() => {
    batch.current = batchAfter(batch.current, messages, request);
    if (follows.current) {
      toMessage(batch.current.first);
    }
  }, [messages, request, toMessage]);

  useLayoutEffect(() => {
    if (deed !== null) {
      follows.current = true;
    }
  }, [deed]);

  // Markdown, mathematics and a wider panel change heights after the messages are in place.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (follows.current) {
        toMessage(batch.current.first);
      }
    });
    for (const element of [view.current, list.current]) {
      if (element !== null) {
        observer.observe(element);
      }
    }
    return () => observer.disconnect();
  }, [toMessage]);

  const onScroll = (): void => {
    const element = view.current;
    const { top, height, length } = placed.current;
    if (element === null || Math.abs(element.scrollTop - top) <= 2) {
      return;
    }
    if (follows.current && (element.clientHeight !== height || element.scrollHeight !== length)) {
      // Not the learner: the browser made up for a change of size.
      toMessage(batch.current.first);
      return;
    }
    const below = element.scrollHeight - element.clientHeight - element.scrollTop;
    follows.current = below <= NEAR_PX;
    if (follows.current) {
      setSeen(messages.length);
    }
  };

  return (
    <div className="jt-Transcript">
      <div
        className="jt-Transcript-view"
        data-tutor="transcript"
        role="log"
        aria-live="polite"
        aria-relevant="additions text"
        aria-label={trans.__('Conversation with the tutor')}
        // A region that scrolls has to be reachable for those who scroll by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        ref={view}
        onScroll={onScroll}
      >
        <ol className="jt-Transcript-list" ref={list}>
          {messages.map(message => (
            <MessageItem
              key={message.id}
              message={message}
              isNew={history !== null && message.id >= history}
              targets={targets.get(message.id) ?? NO_TARGETS}
              asked={persons.includes(message.id)}
              unaskable={message.reply?.offers_person === true ? actions.hindrance : null}
              onGoTo={goTo}
              actions={actions}
              host={host}
            />
          ))}
          {writing === null ? null : (
            <WritingEntry
              key={writing.request}
              writing={writing}
              actions={actions}
              host={host}
              onLeft={toView}
            />
          )}
        </ol>
      </div>
      <p className="jt-Unseen" role="status" data-tutor="writing-said">
        {said}
      </p>
      {seen < messages.length ? (
        <button
          type="button"
          className="jt-Button jt-NewMessages"
          data-tutor="new-messages"
          onClick={() => {
            follows.current = true;
            toMessage(seen);
            toView();
          }}
        >
          {trans.__('New messages')}
          <span aria-hidden="true"> ↓</span>
        </button>
      ) : null}
    </div>
  );
}

interface Batch {
  readonly count: number;
  readonly first: number;
  readonly request: string | null;
}

/**
 * The newest batch after this. What has been written takes the place of the entry in which it
 * grew, so that nothing moves under the eyes of who reads it.
 */
function batchAfter(before: Batch, messages: readonly Message[], request: string | null): Batch {
  const { count } = before;
  const after = { count: messages.length, request };
  if (count === 0 || messages.length < count) {
    return { ...after, first: placeToOpen(messages) };
  }
  const begun = request !== null && request !== before.request;
  const ended = request === null && before.request !== null;
  const came = messages.length > count;
  return { ...after, first: (came && !ended) || (begun && !came) ? count : before.first };
}

/** What is read aloud of the writing: that it has begun, and that it has ended. */
function useSaid(writing: Writing | null, { trans }: TutorHost): string {
  const [wrote, setWrote] = useState(false);
  if (writing !== null && !wrote) {
    setWrote(true);
  }
  if (writing !== null) {
    return writingWords(writing.kind, trans);
  }
  return wrote ? trans.__('The tutor has finished writing.') : '';
}

/** A lesson that has only begun is shown from its beginning, any other where it was left. */
function placeToOpen(messages: readonly Message[]): number {
  const isUnderWay = messages.some(({ kind }) => kind === 'question' || kind === 'said');
  return isUnderWay ? messages.length - 1 : 0;
}
