/** The box in which the learner writes to the tutor. Enter sends, Shift+Enter begins a line. */

import { useId, useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';

import type { LessonActions } from '../actions';
import type { TutorHost } from '../host';
import { Button } from './Button';

interface Props {
  readonly actions: LessonActions;
  readonly host: TutorHost;
  /** Why nothing can be sent now; null when it can. */
  readonly why: string | null;
}

export function SayBox({ actions, host, why }: Props): JSX.Element {
  const { trans } = host;
  const [text, setText] = useState('');
  const id = useId();
  const send = (): void => {
    if (actions.say(text)) {
      setText('');
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method is composing, Enter picks a word.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      className="jt-Say"
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <div className="jt-Say-head">
        <label htmlFor={id}>{trans.__('Write to the tutor')}</label>
        <span id={`${id}-how`}>{trans.__('Enter sends, Shift+Enter: new line')}</span>
      </div>
      <div className="jt-Say-row">
        <textarea
          id={id}
          data-tutor="say-text"
          // The notebook's one-key commands must not act on what is typed here.
          data-lm-suppress-shortcuts="true"
          rows={Math.min(6, text.split('\n').length)}
          value={text}
          maxLength={8000}
          aria-describedby={`${id}-how`}
          onChange={event => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          name="say"
          label={trans.__('Send')}
          why={why ?? (text.trim() === '' ? trans.__('Write something first.') : null)}
          onPress={send}
        />
      </div>
    </form>
  );
}
