/**
 * What is recorded about the learner: in words, lesson by lesson, and as a file to take away.
 *
 * The lesson that is in front is open from the beginning.
 */

import { useEffect, useState } from 'react';
import type { JSX } from 'react';

import { messageOf } from '../files';
import type { LearnerRecord, LessonFiles } from '../files';
import type { TutorHost } from '../host';
import type { Head } from '../protocol';
import { Button } from './Button';
import { Modal } from './Modal';
import { RecordedLesson } from './RecordedLesson';
import { Markdown } from './Rendered';

interface Props {
  readonly files: LessonFiles;
  /** Null while no lesson has been shown. */
  readonly head: Head | null;
  readonly host: TutorHost;
  readonly onClose: () => void;
}

export function RecordDialog({ files, head, host, onClose }: Props): JSX.Element {
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
      {record === null ? null : <Recorded record={record} files={files} head={head} host={host} />}
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

interface RecordedProps {
  readonly record: LearnerRecord;
  readonly files: LessonFiles;
  readonly head: Head | null;
  readonly host: TutorHost;
}

function Recorded({ record, files, head, host }: RecordedProps): JSX.Element {
  const { trans } = host;
  const { sessions } = record;
  const here = sessions.find(
    ({ course, lesson }) => course === head?.course && lesson === head.lesson
  );
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
      {sessions.length === 0 ? (
        <p>{trans.__('Nothing is recorded of you yet.')}</p>
      ) : (
        <section aria-label={trans.__('Your lessons')}>
          <h3 className="jt-Modal-part">{trans.__('Your lessons')}</h3>
          {sessions.map(session => (
            <RecordedLesson
              key={`${session.course}/${session.lesson}`}
              session={session}
              opened={session === here}
              files={files}
              host={host}
            />
          ))}
        </section>
      )}
    </>
  );
}
