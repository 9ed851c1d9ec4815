/**
 * What a learner may see of their record and take away: links at the foot of the panel.
 *
 * Owns the dialogs behind them; what is asked for and how is `files.ts`.
 */

import { useState } from 'react';
import type { JSX } from 'react';

import { messageOf } from '../files';
import type { LessonFiles, TranscriptFormat } from '../files';
import type { TutorHost } from '../host';
import type { Head } from '../protocol';
import { Button } from './Button';
import { Modal } from './Modal';
import { RecordDialog } from './RecordDialog';

interface Props {
  readonly files: LessonFiles;
  /** Null while no lesson has been shown: then there is no conversation to keep. */
  readonly head: Head | null;
  readonly host: TutorHost;
}

export function Keepsakes({ files, head, host }: Props): JSX.Element {
  const { trans } = host;
  const [shown, setShown] = useState<'record' | 'conversation' | null>(null);
  const close = (): void => setShown(null);
  return (
    <div className="jt-Keepsakes">
      <Button
        name="show-record"
        quiet
        label={trans.__('What is recorded about me')}
        onPress={() => setShown('record')}
      />
      {head === null ? null : (
        <Button
          name="keep-conversation"
          quiet
          label={trans.__('Keep this conversation')}
          onPress={() => setShown('conversation')}
        />
      )}
      {shown === 'record' ? (
        <RecordDialog files={files} head={head} host={host} onClose={close} />
      ) : null}
      {shown === 'conversation' && head !== null ? (
        <ConversationDialog files={files} head={head} host={host} onClose={close} />
      ) : null}
    </div>
  );
}

interface ConversationProps extends Props {
  readonly head: Head;
  readonly onClose: () => void;
}

function ConversationDialog({ files, head, host, onClose }: ConversationProps): JSX.Element {
  const { trans } = host;
  const [failure, setFailure] = useState<string | null>(null);
  const keep = (format: TranscriptFormat): void => {
    setFailure(null);
    files
      .keepConversation({ course: head.course, lesson: head.lesson }, format)
      .then(onClose, (error: unknown) => setFailure(messageOf(error)));
  };
  return (
    <Modal name="conversation-dialog" title={trans.__('Keep this conversation')} onClose={onClose}>
      <p>
        {trans.__(
          'The conversation of “%1” as a file of your own: explanations, questions, your answers ' +
            'and what was said to them.',
          head.lesson_title
        )}
      </p>
      {failure === null ? null : (
        <p className="jt-Failure" role="alert">
          {failure}
        </p>
      )}
      <div className="jt-Modal-buttons">
        <Button
          name="keep-html"
          primary
          label={trans.__('As a web page')}
          onPress={() => keep('html')}
        />
        <Button
          name="keep-markdown"
          label={trans.__('As Markdown')}
          onPress={() => keep('markdown')}
        />
        <Button name="close-dialog" label={trans.__('Cancel')} onPress={onClose} />
      </div>
    </Modal>
  );
}
