/** What is recorded about the learner: in words, as a list of lessons, and as a file to take away. */

import { useEffect, useState } from 'react';
import type { JSX } from 'react';

import { messageOf } from '../files';
import type { LearnerRecord, LessonFiles, RecordedSession } from '../files';
import type { TutorHost } from '../host';
import { Button } from './Button';
import { Modal } from './Modal';
import { Markdown } from './Rendered';

interface Props {
  readonly files: LessonFiles;
  readonly host: TutorHost;
  readonly onClose: () => void;
}

export function RecordDialog({ files, host, onClose }: Props): JSX.Element {
  const { trans } = host;
  const [record, setRecord] = useState<LearnerRecord | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const fail = (error: unknown): void => setFailure(messageOf(error));
  useEffect(() => {
    let wanted = true;
    files.record().then(
      found => wanted && setRecord(found),
      (error: unknown) => wanted && setFailure(messageOf(error))
    );
    return () => {
      wanted = false;
    };
  }, [files]);
  return (
    <Modal name="record-dialog" title={trans.__('What is recorded about me')} onClose={onClose}>
      {record === null ? null : <Recorded record={record} host={host} />}
      <p role="status">{record === null && failure === null ? trans.__('Looking it up…') : null}</p>
      {failure === null ? null : (
        <p className="jt-Failure" role="alert">
          {failure}
        </p>
      )}
      <div className="jt-Modal-buttons">
        {record === null ? null : (
          <Button
            name="keep-record"
            label={trans.__('Save all of it as a file')}
            onPress={() => {
              setFailure(null);
              files.keepRecord().catch(fail);
            }}
          />
        )}
        <Button name="close-dialog" primary label={trans.__('Close')} onPress={onClose} />
      </div>
    </Modal>
  );
}

function Recorded({ record, host }: { record: LearnerRecord; host: TutorHost }): JSX.Element {
  const { trans } = host;
  return (
    <>
      <Markdown text={record.what} host={host} />
      <dl className="jt-Facts">
        <dt>{trans.__('You are known as')}</dt>
        <dd>{record.learner}</dd>
        <dt>{trans.__('It is kept in')}</dt>
        <dd>
          <code>{record.where}</code>
        </dd>
      </dl>
      {record.sessions.length === 0 ? (
        <p>{trans.__('Nothing is recorded of you yet.')}</p>
      ) : (
        <table className="jt-Sessions">
          <caption>{trans.__('Your lessons')}</caption>
          <thead>
            <tr>
              <th scope="col">{trans.__('Lesson')}</th>
              <th scope="col">{trans.__('Status')}</th>
              <th scope="col">{trans.__('Entries')}</th>
              <th scope="col">{trans.__('First')}</th>
              <th scope="col">{trans.__('Last')}</th>
            </tr>
          </thead>
          <tbody>
            {record.sessions.map(session => (
              <SessionRow
                key={`${session.course}/${session.lesson}`}
                session={session}
                host={host}
              />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

interface RowProps {
  readonly session: RecordedSession;
  readonly host: TutorHost;
}

function SessionRow({ session, host }: RowProps): JSX.Element {
  const { trans } = host;
  return (
    <tr data-tutor="recorded-session">
      <th scope="row">{session.title}</th>
      <td>{session.status === 'finished' ? trans.__('finished') : trans.__('begun')}</td>
      <td>{session.events}</td>
      <td>
        <Moment at={session.first} />
      </td>
      <td>
        <Moment at={session.last} />
      </td>
    </tr>
  );
}

function Moment({ at }: { at: string }): JSX.Element {
  const date = new Date(at);
  return (
    <time dateTime={at}>
      {Number.isNaN(date.getTime())
        ? at
        : date.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
    </time>
  );
}
