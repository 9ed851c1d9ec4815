/** The choice of a cell's role, in the toolbar of the cell. */

import type { JSX } from 'react';

import type { Cell } from '@jupyterlab/cells';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';

import type { Words } from '../host';
import { roleOf } from './head';
import type { Syllabus } from './syllabus';

interface RoleSelectProps {
  readonly cell: Cell;
  readonly syllabus: Syllabus;
  readonly trans: Words;
}

const NONE = '';

export function RoleSelect({ cell, syllabus, trans }: RoleSelectProps): JSX.Element | null {
  const { model } = cell;
  const names = syllabus.rolesFor(model).map(({ role }) => role);
  if (names.length === 0) {
    return null;
  }
  const current = roleOf({ type: model.type, source: model.sharedModel.getSource() });
  // A role that is misspelt, or belongs elsewhere, is shown for what it is.
  const shown = current === null || names.includes(current) ? names : [current, ...names];
  return (
    <select
      className="jt-RoleSelect"
      data-tutor="role"
      // Letters and arrow keys choose a role here; they are not the notebook's commands.
      data-lm-suppress-shortcuts="true"
      aria-label={trans.__('Tutor role of this cell')}
      title={trans.__('What this cell is in the lesson')}
      value={current ?? NONE}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          cell.node.focus();
        }
      }}
      onChange={event => {
        syllabus.setRole(model, event.target.value === NONE ? null : event.target.value);
      }}
    >
      <option value={NONE}>{trans.__('no role')}</option>
      {shown.map(name => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** It in a cell's toolbar; empty in a notebook that is no syllabus. */
export class RoleSelectWidget extends ReactWidget {
  constructor(private readonly props: RoleSelectProps) {
    super();
    this.addClass('jt-RoleSelectWidget');
  }

  protected override render(): JSX.Element {
    const { cell, syllabus } = this.props;
    return (
      <UseSignal signal={syllabus.changed}>
        {() => (
          <UseSignal signal={cell.model.contentChanged}>
            {() => <RoleSelect {...this.props} />}
          </UseSignal>
        )}
      </UseSignal>
    );
  }
}
