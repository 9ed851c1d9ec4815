/**
 * Keeps the keyboard's focus in a part of the panel when the focused control goes away.
 *
 * A press of Check may replace Check by Continue; without this the focus would fall back to the
 * page, and a keyboard user would be lost. A class, because only `getSnapshotBeforeUpdate` sees
 * where the focus was before React removes the control.
 */

import { Component, createRef } from 'react';
import type { ReactNode } from 'react';

interface Props {
  readonly className: string;
  readonly label: string;
  readonly name: string;
  readonly children: ReactNode;
}

export class KeepFocus extends Component<Props> {
  override getSnapshotBeforeUpdate(): boolean {
    return this._ref.current?.contains(document.activeElement) ?? false;
  }

  override componentDidUpdate(_props: Props, _state: unknown, hadFocus: boolean): void {
    const root = this._ref.current;
    const active = document.activeElement;
    const onControl = active !== root && (root?.contains(active) ?? false);
    if (root === null || !hadFocus || onControl || (active === root && !this._waits)) {
      this._waits = false;
      return;
    }
    const next = root.querySelector<HTMLElement>('.jt-Button.jt-mod-primary');
    // With no next step in sight (an answer is being checked) the card itself waits for one.
    this._waits = next === null;
    (next ?? root).focus({ preventScroll: true });
  }

  override render(): ReactNode {
    const { className, label, name, children } = this.props;
    return (
      <section
        ref={this._ref}
        className={className}
        aria-label={label}
        data-tutor={name}
        tabIndex={-1}
      >
        {children}
      </section>
    );
  }

  private readonly _ref = createRef<HTMLElement>();
  private _waits = false;
}
