/** One entry of the transcript. */

import { memo } from 'react';
import type { JSX } from 'react';

import type { LessonActions } from '../actions';
import type { TutorHost } from '../host';
import { withoutMarkers } from '../markers';
import type { Message, Report } from '../protocol';
import { Findings } from './Findings';
import { Code, Markdown } from './Rendered';
import { Reliance, ReplyNotes } from './ReplyNotes';
import { messageLabel, pointsWords, verdictWords } from './words';

interface Props {
  readonly message: Message;
  /** False for what was there when the panel opened: it is not read aloud by itself. */
  readonly isNew: boolean;
  /** For each ground of a reply the message that shows it; null where none does. */
  readonly targets: readonly (number | null)[];
  /** It is a reply that a person was asked to look at. */
  readonly asked: boolean;
  /** Why no person can be asked to look at it now; null when one can, or none is offered. */
  readonly unaskable: string | null;
  readonly onGoTo: (message: number) => void;
  readonly actions: LessonActions;
  readonly host: TutorHost;
}

function MessageItemView(props: Props): JSX.Element {
  const { message, isNew, targets, asked, unaskable, onGoTo, actions, host } = props;
  const { trans } = host;
  const { report, reply } = message;
  const verdict = message.kind === 'verdict' ? report : null;
  return (
    <li
      className={`jt-Message jt-mod-${message.author}`}
      data-tutor="message"
      data-message-id={message.id}
      data-message-kind={message.kind}
      data-verdict={verdict?.verdict}
      data-partial={reply === null ? undefined : reply.ending !== 'finished'}
      aria-live={isNew ? undefined : 'off'}
      // Where a reply's grounds lead, the keyboard goes on from there.
      tabIndex={-1}
    >
      <div className="jt-Message-label">
        {verdict === null ? null : (
          <span className="jt-Message-sign" aria-hidden="true">
            {verdictWords(verdict.verdict, trans).sign}
          </span>
        )}
        <span className="jt-Message-who">{messageLabel(message, trans)}</span>
        {verdict !== null && isMarked(verdict) ? <Points report={verdict} host={host} /> : null}
        {message.helped ? (
          <span className="jt-Message-helped" data-tutor="helped">
            {trans.__('by a language model')}
          </span>
        ) : null}
        <Time at={message.at} />
      </div>
      {message.kind === 'welcome' || !message.title || repeatsTitle(message) ? null : (
        <h3 className="jt-Message-title">{message.title}</h3>
      )}
      {reply?.confidence ? <Reliance confidence={reply.confidence} host={host} /> : null}
      {message.text === '' ? null : <Markdown text={message.text} host={host} />}
      {message.code.map((source, index) => (
        <Code key={index} source={withoutMarkers(source)} host={host} />
      ))}
      {report === null ? null : <Findings report={report} told={message.text} host={host} />}
      {reply === null ? null : (
        <ReplyNotes
          reply={reply}
          targets={targets}
          asked={asked}
          unaskable={unaskable}
          host={host}
          onGoTo={onGoTo}
          onAskPerson={() => actions.askPerson(message.id)}
        />
      )}
    </li>
  );
}

/** Points are told with a right answer. With a wrong one only what it is worth already. */
function isMarked({ verdict, points, max_points }: Report): boolean {
  return max_points > 0 && (verdict === 'correct' || points > 0);
}

/** Messages are compared by value: after a reconnect they arrive again as new objects. */
export const MessageItem = memo(
  MessageItemView,
  (before, after) =>
    before.host === after.host &&
    before.actions === after.actions &&
    before.onGoTo === after.onGoTo &&
    before.isNew === after.isNew &&
    before.asked === after.asked &&
    before.unaskable === after.unaskable &&
    before.targets.join() === after.targets.join() &&
    (before.message === after.message ||
      JSON.stringify(before.message) === JSON.stringify(after.message))
);

/** Authors often open the text with the title as a heading; it is not said twice. */
function repeatsTitle({ text, title }: Message): boolean {
  return /^\s*#+\s+(.*)$/m.exec(text.split('\n', 1)[0] ?? '')?.[1]?.trim() === title?.trim();
}

function Points({ report, host }: { report: Report; host: TutorHost }): JSX.Element {
  return (
    <span className="jt-Message-points">
      {pointsWords(report.points, report.max_points, host.trans)}
    </span>
  );
}

function Time({ at }: { at: string }): JSX.Element | null {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) {
    return null;
  }
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  return (
    <time className="jt-Message-time" dateTime={at} title={date.toLocaleString()}>
      {date.toLocaleTimeString([], options)}
    </time>
  );
}
