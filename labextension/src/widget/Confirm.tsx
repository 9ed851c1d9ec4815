/** Questions with two ways out, asked in the widget itself. */

import { useSyncExternalStore } from 'react';
import type { JSX } from 'react';

import type { Confirmation, Words } from '../host';
import { Button } from '../view/Button';
import { Modal } from '../view/Modal';

interface Asked extends Confirmation {
  readonly answer: (sure: boolean) => void;
}

/** The question that is being asked; a newer one answers an older with no. */
export class Confirmations {
  readonly asked = (): Asked | null => this._asked;

  readonly subscribe = (listener: () => void): (() => void) => {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  };

  ask(question: Confirmation): Promise<boolean> {
    this._asked?.answer(false);
    return new Promise(resolve => {
      this._become({
        ...question,
        answer: sure => {
          this._become(null);
          resolve(sure);
        }
      });
    });
  }

  private _become(asked: Asked | null): void {
    this._asked = asked;
    for (const listener of [...this._listeners]) {
      listener();
    }
  }

  private _asked: Asked | null = null;
  private readonly _listeners = new Set<() => void>();
}

interface Props {
  readonly confirmations: Confirmations;
  readonly trans: Words;
}

export function Confirm({ confirmations, trans }: Props): JSX.Element | null {
  const asked = useSyncExternalStore(confirmations.subscribe, confirmations.asked);
  if (asked === null) {
    return null;
  }
  return (
    <Modal name="confirm" title={asked.title} onClose={() => asked.answer(false)}>
      <p>{asked.body}</p>
      <div className="jt-Modal-buttons">
        <Button name="cancel" label={trans.__('Cancel')} onPress={() => asked.answer(false)} />
        <Button name="accept" primary label={asked.accept} onPress={() => asked.answer(true)} />
      </div>
    </Modal>
  );
}
