/**
 * A button that can say why it cannot be used.
 *
 * Owns the way of being unavailable: `aria-disabled`, not `disabled`, so that the button keeps
 * the keyboard's focus, can be reached, and has its reason read. Pressing it then does what
 * `onRefused` says, and by default nothing.
 */

import { useId } from 'react';
import type { JSX } from 'react';

export interface ButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  /** Why it cannot be used now; null when it can. */
  readonly why?: string | null;
  /** Pressed although it cannot be used. */
  readonly onRefused?: () => void;
  readonly primary?: boolean;
  /** Drawn as a line of text: for what is rarely wanted. */
  readonly quiet?: boolean;
  /** Whether what it opens is open; absent where it opens nothing. */
  readonly expanded?: boolean;
  /** What it is about, where only its place on the screen would tell; read out, not shown. */
  readonly about?: string;
  /** The stable name by which tests find it. */
  readonly name: string;
}

export function Button(props: ButtonProps): JSX.Element {
  const {
    label,
    onPress,
    why = null,
    onRefused,
    primary = false,
    quiet = false,
    expanded,
    about,
    name
  } = props;
  const reason = useId();
  const look = primary ? ' jt-mod-primary' : quiet ? ' jt-mod-quiet' : '';
  return (
    <>
      <button
        type="button"
        className={`jt-Button${look}`}
        data-tutor={name}
        aria-disabled={why !== null}
        aria-expanded={expanded}
        aria-label={about === undefined ? undefined : `${label}: ${about}`}
        aria-describedby={why === null ? undefined : reason}
        title={why ?? undefined}
        onClick={() => {
          if (why === null) {
            onPress();
          } else {
            onRefused?.();
          }
        }}
      >
        {label}
      </button>
      {why === null ? null : (
        <span id={reason} hidden>
          {why}
        </span>
      )}
    </>
  );
}
