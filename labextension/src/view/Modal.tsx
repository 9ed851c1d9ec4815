/**
 * A dialog over the page: nothing else can be reached until it is closed.
 *
 * Owns the use of the browser's own modal dialog, which keeps the focus inside, closes with
 * Escape, gives the focus back, and lies above everything whatever the panel stands in.
 */

import { useId, useLayoutEffect, useRef } from 'react';
import type { JSX, ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Modal({ title, name, onClose, children }: Props): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // Closed while it is still there: only then does the browser give the focus back.
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className="jt-Modal"
      data-tutor={name}
      aria-labelledby={id}
      data-lm-suppress-shortcuts="true"
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 className="jt-Modal-title" id={id}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
