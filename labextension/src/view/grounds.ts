/** Where in the conversation a reply's grounds are shown. */

import type { Ground, Message } from '../protocol';

/**
 * For each reply, for each of its grounds, the message that shows it: the newest before the reply;
 * null where none does.
 */
export function groundTargets(
  messages: readonly Message[]
): ReadonlyMap<number, readonly (number | null)[]> {
  const targets = new Map<number, readonly (number | null)[]>();
  for (const { id, reply } of messages) {
    if (reply !== null && reply.rests_on.length > 0) {
      const before = messages.slice(0, id).reverse();
      targets.set(
        id,
        reply.rests_on.map(ground => shownBy(ground, before))
      );
    }
  }
  return targets;
}

function shownBy({ type, id, title }: Ground, newestFirst: readonly Message[]): number | null {
  const found =
    type === 'section'
      ? newestFirst.find(({ kind, title: of }) => kind === 'exposition' && of === title)
      : (newestFirst.find(({ kind, question }) => kind === 'answer' && question === id) ??
        newestFirst.find(({ kind, question }) => kind === 'question' && question === id));
  return found?.id ?? null;
}
