/** Whether an action can be used now: what the server says of it, and what stands in its way here. */

import type { Words } from './host';
import type { ActionName } from './protocol';
import type { Screen } from './store';

/** `why` says why it cannot be used, and is null when it can. */
export interface Availability {
  readonly offered: boolean;
  readonly enabled: boolean;
  readonly why: string | null;
}

export function availability(screen: Screen, name: ActionName, trans: Words): Availability {
  const action = screen.head?.actions.find(candidate => candidate.name === name);
  if (action === undefined) {
    return { offered: false, enabled: false, why: null };
  }
  const why = obstacle(screen, name, trans) ?? (action.enabled ? null : (action.why ?? ''));
  return { offered: true, enabled: why === null, why };
}

/** What is under way can always be stopped, whatever else is. */
export function isStop(name: ActionName): boolean {
  return name === 'stop_check' || name === 'stop_reply';
}

function obstacle(screen: Screen, name: ActionName, trans: Words): string | null {
  if (screen.connection.status !== 'connected') {
    return trans.__('There is no connection to the tutor just now.');
  }
  return screen.running && !isStop(name) ? trans.__('Your cell is running.') : null;
}
