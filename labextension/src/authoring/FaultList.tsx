/** The faults of a cell, listed below its text. */

import type { JSX } from 'react';

import { ReactWidget, errorIcon, infoIcon } from '@jupyterlab/ui-components';

import type { Words } from '../host';
import type { PlacedFault } from './syllabus';

interface FaultListProps {
  readonly faults: readonly PlacedFault[];
  readonly trans: Words;
}

export function FaultList({ faults, trans }: FaultListProps): JSX.Element {
  return (
    <ul className="jt-Faults" data-tutor="faults" aria-label={trans.__('Faults of this cell')}>
      {faults.map((placed, number) => (
        <FaultItem key={number} placed={placed} trans={trans} />
      ))}
    </ul>
  );
}

function FaultItem({
  placed,
  trans
}: {
  readonly placed: PlacedFault;
  readonly trans: Words;
}): JSX.Element {
  const { severity, what, fix } = placed.fault;
  const Icon = severity === 'error' ? errorIcon : infoIcon;
  const place = placeOf(placed, trans);
  return (
    <li className={`jt-Fault jt-mod-${severity}`} data-tutor="fault" data-severity={severity}>
      <span className="jt-Fault-icon" aria-hidden="true">
        <Icon.react tag="span" width="16px" height="16px" />
      </span>
      <span className="jt-Fault-kind">
        {severity === 'error' ? trans.__('Error:') : trans.__('Worth a thought:')}
      </span>{' '}
      {place !== '' && (
        <>
          <span className="jt-Fault-place">{place}</span>{' '}
        </>
      )}
      <span className="jt-Fault-what">{quoting(what)}</span>{' '}
      <span className="jt-Fault-fix">{quoting(fix)}</span>
    </li>
  );
}

/** Where it is, as far as its being here does not say so. */
function placeOf({ fault: { file, line }, own }: PlacedFault, trans: Words): string {
  if (own) {
    return line === null ? '' : trans.__('Line %1.', line);
  }
  return line === null ? `${file}.` : trans.__('%1, line %2.', file, line);
}

/** A text whose parts between backticks are code. */
function quoting(text: string): (JSX.Element | string)[] {
  return text
    .split(/`([^`]*)`/)
    .map((part, number) => (number % 2 === 1 ? <code key={number}>{part}</code> : part));
}

export class FaultListWidget extends ReactWidget {
  private _faults: readonly PlacedFault[] = [];

  constructor(private readonly trans: Words) {
    super();
    this.addClass('jt-FaultsWidget');
  }

  set faults(faults: readonly PlacedFault[]) {
    this._faults = faults;
    this.setHidden(faults.length === 0);
    this.update();
  }

  protected override render(): JSX.Element | null {
    return this._faults.length === 0 ? null : (
      <FaultList faults={this._faults} trans={this.trans} />
    );
  }
}
