/**
 * The conversation so far, oldest first.
 *
 * Owns where it is scrolled to. It follows the newest message while the learner is at its end or
 * has just done something; a message taller than the view is shown from its beginning. Otherwise
 * it stays where it is and offers a button.
 */

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { JSX } from 'react';

import type { TutorHost } from '../host';
import type { Message } from '../protocol';
import { MessageItem } from './MessageItem';

/** So near the end counts as at the end. In pixels. */
const NEAR_PX = 32;

interface Props {
  readonly messages: readonly Message[];
  /** What the learner has just asked, null when nothing is under way: they want to see the reply. */
  readonly deed: string | null;
  readonly host: TutorHost;
}

export function Transcript({ messages, deed, host }: Props): JSX.Element {
  const { trans } = host;
  const view = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  const placed = useRef({ top: 0, height: 0, length: 0 });
  const [seen, setSeen] = useState(0);
  const [history, setHistory] = useState<number | null>(null);
  // The first message of the newest batch: what is scrolled to.
  const batch = useRef({ count: 0, first: 0 });

  const toMessage = (index: number): void => {
    const element = view.current;
    if (element === null) {
      return;
    }
    const end = element.scrollHeight - element.clientHeight;
    const first = list.current?.children[index];
    const top = first instanceof HTMLElement ? first.offsetTop - 8 : end;
    element.scrollTop = Math.max(0, Math.min(end, top));
    placed.current = {
      top: element.scrollTop,
      height: element.clientHeight,
      length: element.scrollHeight
    };
    setSeen(batch.current.count);
  };

  if (history === null && messages.length > 0) {
    setHistory(messages.length);
  }

  useLayoutEffect(() => {
    const { count } = batch.current;
    if (messages.length !== count) {
      const opening = count === 0 || messages.length < count;
      const first = opening ? placeToOpen(messages) : count;
      batch.current = { count: messages.length, first };
    }
    if (follows.current) {
      toMessage(batch.current.first);
    }
  }, [messages]);

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
  }, []);

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
              host={host}
            />
          ))}
        </ol>
      </div>
      {seen < messages.length ? (
        <button
          type="button"
          className="jt-Button jt-NewMessages"
          data-tutor="new-messages"
          onClick={() => {
            follows.current = true;
            toMessage(seen);
            view.current?.focus({ preventScroll: true });
          }}
        >
          {trans.__('New messages')}
          <span aria-hidden="true"> ↓</span>
        </button>
      ) : null}
    </div>
  );
}

/** A lesson that has only begun is shown from its beginning, any other where it was left. */
function placeToOpen(messages: readonly Message[]): number {
  const isUnderWay = messages.some(({ kind }) => kind === 'question' || kind === 'said');
  return isUnderWay ? messages.length - 1 : 0;
}
