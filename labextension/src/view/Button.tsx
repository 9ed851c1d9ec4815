/**
 * A button that can say why it cannot be used.
 *
 * Owns the way of being unavailable: `aria-disabled`, not `disabled`, so that the button keeps
 * the keyboard's focus, can be reached, and has its reason read. Pressing it then does nothing.
 */

import { useId } from 'react';
import type { JSX } from 'react';

export interface ButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  /** Why it cannot be used now; null when it can. */
  readonly why?: string | null;
  readonly primary?: boolean;
  /** The stable name by which tests find it. */
  readonly name: string;
  readonly describedBy?: string;
}

export function Button(props: ButtonProps): JSX.Element {
  const { label, onPress, why = null, primary = false, name, describedBy } = props;
  const reason = useId();
  const description = [why === null ? undefined : reason, describedBy].filter(Boolean).join(' ');
  return (
    <>
      <button
        type="button"
        className={primary ? 'jt-Button jt-mod-primary' : 'jt-Button'}
        data-tutor={name}
        aria-disabled={why !== null}
        aria-describedby={description || undefined}
        title={why ?? undefined}
        onClick={() => {
          if (why === null) {
            onPress();
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
