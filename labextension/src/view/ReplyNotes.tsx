/** What is known of a reply: how far it can be relied on and why, and what it rests on. */

import { useEffect, useRef, useState } from 'react';
import type { JSX } from 'react';

import type { TutorHost } from '../host';
import type { Confidence, Factor, Ground, Reply } from '../protocol';
import { Button } from './Button';
import { confidenceWords, endingWords, factorWords } from './words';

/** The label, which opens to its reasons. */
export function Reliance({
  confidence,
  host
}: {
  confidence: Confidence;
  host: TutorHost;
}): JSX.Element {
  const { trans } = host;
  const { factors, ran } = confidence;
  const { label, sign } = confidenceWords(confidence.label, trans);
  return (
    <details className="jt-Reliance" data-tutor="confidence" data-confidence={confidence.label}>
      <summary>
        <span className="jt-Reliance-sign" aria-hidden="true">
          {sign}
        </span>
        <span className="jt-Reliance-label">{label}</span>{' '}
        <span className="jt-Reliance-why">{trans.__('Why?')}</span>
      </summary>
      <dl className="jt-Factors">
        {factors.map(factor => (
          <div key={factor.name} data-tutor="factor" data-factor={factor.name}>
            <dt>
              {factorWords(factor.name, trans)}: {percent(factor)}
            </dt>
            <dd>{factor.why}</dd>
          </div>
        ))}
      </dl>
      {ran.length === 0 ? null : (
        <>
          <p>{trans.__('This was run:')}</p>
          <ul className="jt-Ran">
            {ran.map((line, index) => (
              <li key={index} data-tutor="reply-ran">
                {withCode(line)}
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

/** What stands between backticks is code; where they do not pair, all of it may be. */
function withCode(line: string): JSX.Element {
  const parts = line.split('`');
  if (parts.length % 2 === 0) {
    return <code>{line}</code>;
  }
  return <>{parts.map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))}</>;
}

// The sign stays in the line of its number.
function percent({ value }: Factor): string {
  return `${Math.round(value * 100)}\u00a0%`;
}

interface Props {
  readonly reply: Reply;
  /** For each ground the message that shows it; null where none does. */
  readonly targets: readonly (number | null)[];
  /** A person was asked to look at it. */
  readonly asked: boolean;
  /** Why no person can be asked now; null when one can. */
  readonly unaskable: string | null;
  readonly host: TutorHost;
  readonly onGoTo: (message: number) => void;
  readonly onAskPerson: () => void;
}

/** What stands below a reply's words. */
export function ReplyNotes({
  reply,
  targets,
  asked,
  unaskable,
  host,
  onGoTo,
  onAskPerson
}: Props): JSX.Element {
  const { trans } = host;
  const ending = endingWords(reply.ending, trans);
  return (
    <>
      {ending === null ? null : (
        <p className="jt-Reply-ending" data-tutor="reply-ending" data-ending={reply.ending}>
          {ending}
        </p>
      )}
      {reply.rests_on.length === 0 ? null : (
        <div className="jt-Grounds">
          <span>{trans.__('Rests on:')}</span>
          <ul aria-label={trans.__('What the reply rests on')}>
            {reply.rests_on.map((ground, index) => {
              const target = targets[index] ?? null;
              return (
                <li key={index} data-tutor="ground" data-type={ground.type} data-step={ground.id}>
                  {target === null ? (
                    groundWords(ground, host)
                  ) : (
                    <Button
                      name="go-to-ground"
                      quiet
                      label={groundWords(ground, host)}
                      onPress={() => onGoTo(target)}
                    />
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      )}
      {reply.offers_person || asked ? (
        <Person asked={asked} why={unaskable} host={host} onAsk={onAskPerson} />
      ) : null}
    </>
  );
}

function groundWords({ type, title }: Ground, { trans }: TutorHost): string {
  return type === 'answer'
    ? trans.__('your answer to “%1”', title)
    : trans.__('the section “%1”', title);
}

interface PersonProps {
  readonly asked: boolean;
  readonly why: string | null;
  readonly host: TutorHost;
  readonly onAsk: () => void;
}

/** The offer of a person, and then that it was taken: there the keyboard goes on. */
function Person({ asked, why, host, onAsk }: PersonProps): JSX.Element {
  const { trans } = host;
  const words = useRef<HTMLParagraphElement>(null);
  const [pressed, setPressed] = useState(false);
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (asked && pressed && lost) {
      words.current?.focus({ preventScroll: true });
    }
  }, [asked, pressed]);
  return asked ? (
    <p className="jt-Person" data-tutor="person-asked" tabIndex={-1} ref={words}>
      {trans.__('On your instructor’s list')}
    </p>
  ) : (
    <Button
      name="ask-person"
      label={trans.__('Ask a person')}
      about={trans.__('about this reply')}
      why={why}
      onPress={() => {
        setPressed(true);
        onAsk();
      }}
      onRefused={onAsk}
    />
  );
}
