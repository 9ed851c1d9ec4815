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

/** What is under way can be stopped whatever else is, as long as anything can be asked. */
export function isStop(name: ActionName): boolean {
  return name === 'stop_check' || name === 'stop_reply';
}

/** Why nothing at all can be asked of the tutor now; null when something can. */
export function hindrance(screen: Screen, trans: Words): string | null {
  return screen.connection.status === 'connected'
    ? unsaveable(screen, trans)
    : trans.__('There is no connection to the tutor just now.');
}

/**
 * Why nothing can be saved now, in the server's words; null when it can. Whatever is asked is saved
 * before it is done, stopping too. The server tells when it works again.
 */
export function unsaveable({ record }: Screen, trans: Words): string | null {
  return record?.state === 'full'
    ? (record.words ?? trans.__('Nothing can be saved just now.'))
    : null;
}

function obstacle(screen: Screen, name: ActionName, trans: Words): string | null {
  return (
    hindrance(screen, trans) ??
    (screen.running && !isStop(name) ? trans.__('Your cell is running.') : null)
  );
}
