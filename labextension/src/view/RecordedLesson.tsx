/**
 * What is recorded of one lesson: a line that opens to its entries, the newest first.
 *
 * Owns the asking for them, a page at a time. Nothing is asked for until it is opened.
 */

import { useEffect, useRef, useState } from 'react';
import type { JSX } from 'react';

import { messageOf } from '../files';
import type { LessonFiles, RecordedPage, RecordedSession } from '../files';
import type { TutorHost, Words } from '../host';
import { Button } from './Button';
import { Moment } from './Moment';
import { Entry } from './RecordedEntry';

interface Props {
  readonly session: RecordedSession;
  /** Whether its entries are shown from the beginning. */
  readonly opened: boolean;
  readonly files: LessonFiles;
  readonly host: TutorHost;
}

export function RecordedLesson({ session, opened, files, host }: Props): JSX.Element {
  const { trans } = host;
  const [open, setOpen] = useState(opened);
  return (
    <details
      className="jt-Recorded"
      data-tutor="recorded-lesson"
      open={open}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span className="jt-Recorded-title">{session.title}</span>
        <span className="jt-Recorded-facts">
          {statusWords(session, trans)}
          {' · '}
          {trans._n('%1 entry', '%1 entries', session.events)}
          {' · '}
          {trans.__('last:')} <Moment at={session.last} />
        </span>
      </summary>
      {open ? <Entries session={session} files={files} host={host} /> : null}
    </details>
  );
}

function statusWords({ status, again }: RecordedSession, trans: Words): string {
  if (status === 'finished') {
    return again ? trans.__('finished, being done again') : trans.__('finished');
  }
  return trans.__('begun');
}

type EntriesProps = Omit<Props, 'opened'>;

function Entries({ session, files, host }: EntriesProps): JSX.Element {
  const { trans } = host;
  const { course, lesson } = session;
  const [pages, setPages] = useState<readonly RecordedPage[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  // The entry before which more is asked for; undefined: nothing is being asked for.
  const [before, setBefore] = useState<number | null | undefined>(null);
  const list = useRef<HTMLOListElement>(null);
  const entries = pages.flatMap(page => page.entries);
  const last = pages.at(-1);
  const next = last?.entries.at(-1)?.seq ?? null;

  useEffect(() => {
    if (before === undefined) {
      return;
    }
    let wanted = true;
    files
      .entries({ course, lesson }, before)
      .then(
        page => wanted && setPages(known => [...known, page]),
        (error: unknown) => wanted && setFailure(messageOf(error))
      )
      .finally(() => wanted && setBefore(undefined));
    return () => {
      wanted = false;
    };
  }, [files, course, lesson, before]);

  // The button may be gone with the last page: the keyboard goes on with what it brought.
  const shown = pages.length > 1 ? entries.length - (last?.entries.length ?? 0) : null;
  useEffect(() => {
    const first = shown === null ? undefined : list.current?.children[shown];
    if (first instanceof HTMLElement) {
      first.focus();
    }
  }, [shown]);

  return (
    <>
      <ol className="jt-Entries" ref={list}>
        {entries.map(entry => (
          <li
            key={entry.seq}
            className="jt-Entry"
            data-tutor="recorded-entry"
            data-kind={entry.kind}
            tabIndex={-1}
          >
            <Entry entry={entry} host={host} />
          </li>
        ))}
      </ol>
      {last?.note == null ? null : <p className="jt-Failure">{last.note}</p>}
      <p role="status">{before === undefined ? null : trans.__('Looking it up…')}</p>
      {failure === null ? null : (
        <p className="jt-Failure" role="alert">
          {failure}
        </p>
      )}
      {before === undefined && (failure !== null || last?.earlier === true) ? (
        <Button
          name="earlier-entries"
          label={failure === null ? trans.__('Show earlier entries') : trans.__('Try again')}
          about={session.title}
          onPress={() => {
            setFailure(null);
            setBefore(next);
          }}
        />
      ) : null}
    </>
  );
}
