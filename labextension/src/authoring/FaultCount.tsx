/** How many faults a syllabus notebook has, in its toolbar; pressed, it goes to the next one. */

import type { JSX } from 'react';

import { ReactWidget, UseSignal, checkIcon, errorIcon, infoIcon } from '@jupyterlab/ui-components';

import type { Words } from '../host';
import type { Syllabus } from './syllabus';

interface FaultCountProps {
  readonly syllabus: Syllabus;
  readonly trans: Words;
  readonly onNext: () => void;
}

export function FaultCount({ syllabus, trans, onNext }: FaultCountProps): JSX.Element | null {
  if (!syllabus.active) {
    return null;
  }
  const { looked, faults } = syllabus;
  const errors = faults.filter(({ fault }) => fault.severity === 'error').length;
  const [look, Icon] =
    errors > 0 ? ['error', errorIcon] : faults.length > 0 ? ['warning', infoIcon] : ['', checkIcon];
  return (
    <button
      type="button"
      className={`jt-FaultCount jt-mod-${looked.state === 'done' ? look : 'unknown'}`}
      data-tutor="fault-count"
      data-looked={looked.state}
      aria-disabled={faults.length === 0}
      title={titleOf(syllabus, trans)}
      onClick={() => {
        if (faults.length > 0) {
          onNext();
        }
      }}
    >
      <span aria-hidden="true">
        {looked.state === 'done' ? <Icon.react tag="span" width="16px" height="16px" /> : null}
      </span>
      <span role="status">{wordsOf(syllabus, trans)}</span>
    </button>
  );
}

function wordsOf({ looked, faults }: Syllabus, trans: Words): string {
  switch (looked.state) {
    case 'not_yet':
      return trans.__('Looking…');
    case 'failed':
      return trans.__('Faults not known');
    case 'done':
      return faults.length === 0
        ? trans.__('No faults')
        : trans._n('%1 fault', '%1 faults', faults.length);
  }
}

function titleOf({ looked, faults }: Syllabus, trans: Words): string {
  if (looked.state === 'failed') {
    return looked.words;
  }
  return faults.length === 0 ? trans.__('Of this lesson') : trans.__('Go to the next fault');
}

/** It in a notebook's toolbar; empty in a notebook that is no syllabus. */
export class FaultCountWidget extends ReactWidget {
  constructor(private readonly props: FaultCountProps) {
    super();
    this.addClass('jt-FaultCountWidget');
  }

  protected override render(): JSX.Element {
    return (
      <UseSignal signal={this.props.syllabus.changed}>
        {() => <FaultCount {...this.props} />}
      </UseSignal>
    );
  }
}
