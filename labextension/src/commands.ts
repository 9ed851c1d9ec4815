/**
 * The tutor's commands, as the command palette and keyboard shortcuts know them.
 *
 * Owns their names and labels. Each does what the button of the same name in the panel does.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Follower } from './follow';
import type { ActionName } from './protocol';

export const CommandIds = {
  openPanel: 'jupyter-tutor:open-panel',
  goToAnswer: 'jupyter-tutor:go-to-answer'
} as const;

const ACTIONS: readonly [id: string, action: ActionName][] = [
  ['jupyter-tutor:continue-lesson', 'continue'],
  ['jupyter-tutor:check-answer', 'check'],
  ['jupyter-tutor:stop-check', 'stop_check'],
  ['jupyter-tutor:stop-reply', 'stop_reply'],
  ['jupyter-tutor:ask-hint', 'hint'],
  ['jupyter-tutor:skip-question', 'skip'],
  ['jupyter-tutor:show-solution', 'solution'],
  ['jupyter-tutor:ask-summary', 'summary'],
  ['jupyter-tutor:start-over', 'start_over'],
  ['jupyter-tutor:update-lesson', 'update']
];

interface Options {
  readonly app: JupyterFrontEnd;
  readonly palette: ICommandPalette | null;
  readonly follower: Follower;
  readonly trans: TranslationBundle;
  /** Shows the panel and gives it the keyboard. */
  readonly openPanel: () => void;
}

export function addCommands({ app, palette, follower, trans, openPanel }: Options): void {
  const { commands } = app;
  const category = trans.__('Tutor');
  const labels: Record<ActionName, string> = {
    continue: trans.__('Continue the Lesson'),
    check: trans.__('Check My Answer'),
    stop_check: trans.__('Stop Checking'),
    stop_reply: trans.__('Stop the Tutor’s Writing'),
    hint: trans.__('Ask for a Hint'),
    skip: trans.__('Skip the Question'),
    solution: trans.__('Show the Solution'),
    summary: trans.__('Sum Up How It Has Gone'),
    start_over: trans.__('Start the Lesson Over'),
    update: trans.__('Go On with the New Version of the Lesson')
  };
  commands.addCommand(CommandIds.openPanel, {
    label: trans.__('Open the Tutor'),
    describedBy: { args: null },
    execute: openPanel
  });
  commands.addCommand(CommandIds.goToAnswer, {
    label: trans.__('Go to My Answer'),
    describedBy: { args: null },
    isEnabled: () => follower.current?.actions.session.screen().head?.question?.kind === 'code',
    execute: () => follower.current?.actions.goToAnswer()
  });
  for (const [id, action] of ACTIONS) {
    commands.addCommand(id, {
      label: labels[action],
      describedBy: { args: null },
      isEnabled: () => follower.current?.actions.availability(action).enabled ?? false,
      execute: () => follower.current?.actions.perform(action)
    });
  }
  const ids = [...Object.values(CommandIds), ...ACTIONS.map(([id]) => id)];
  for (const command of ids) {
    palette?.addItem({ command, category });
  }
  // What is enabled changes with the screen of the current lesson.
  const notify = (): void => ids.forEach(id => commands.notifyCommandChanged(id));
  let stop = (): void => undefined;
  follower.changed.connect(() => {
    stop();
    stop = follower.current?.actions.session.subscribe(notify) ?? (() => undefined);
    notify();
  });
}
