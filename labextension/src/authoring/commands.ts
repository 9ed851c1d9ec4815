/**
 * The commands for authors. Each role can be chosen here as well: a cell whose first line is long
 * leaves no room for its toolbar.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { messageOf } from '../files';
import { roleOf } from './head';
import { goToNextFault } from './nextFault';
import type { Syllabus } from './syllabus';

export const AuthoringCommandIds = {
  writeLesson: 'jupyter-tutor:write-lesson',
  chooseRole: 'jupyter-tutor:choose-role',
  nextFault: 'jupyter-tutor:next-fault'
} as const;

interface Options {
  readonly app: JupyterFrontEnd;
  readonly palette: ICommandPalette | null;
  readonly trans: TranslationBundle;
  readonly tracker: INotebookTracker;
  /** The notebook at the front; null: there is none. */
  readonly current: () => Syllabus | null;
  /** Lets the author choose one of these; null: none was chosen. */
  readonly choose: (
    title: string,
    items: readonly string[],
    current: string
  ) => Promise<string | null>;
  /** Tells the author what went wrong. */
  readonly tell: (words: string) => Promise<void>;
}

export function addAuthoringCommands(options: Options): void {
  const { app, palette, trans, tracker, current, choose, tell } = options;
  const { commands } = app;
  const writing = (): Syllabus | null => {
    const syllabus = current();
    return syllabus?.active ? syllabus : null;
  };
  const activeCell = (): Syllabus['panel']['content']['activeCell'] =>
    current()?.panel.content.activeCell ?? null;

  commands.addCommand(AuthoringCommandIds.writeLesson, {
    label: trans.__('Write a Lesson Here'),
    describedBy: { args: null },
    isEnabled: () => current()?.mayBegin ?? false,
    execute: () =>
      current()
        ?.begin()
        .catch((error: unknown) => tell(messageOf(error)))
  });
  commands.addCommand(AuthoringCommandIds.nextFault, {
    label: trans.__('Next Fault of the Lesson'),
    describedBy: { args: null },
    isEnabled: () => (writing()?.faults.length ?? 0) > 0,
    execute: () => {
      const syllabus = writing();
      if (syllabus !== null) {
        goToNextFault(syllabus);
      }
    }
  });
  commands.addCommand(AuthoringCommandIds.chooseRole, {
    label: trans.__('Choose the Tutor Role of the Cell…'),
    describedBy: { args: null },
    isEnabled: () => {
      const cell = activeCell();
      return cell !== null && (writing()?.rolesFor(cell.model).length ?? 0) > 0;
    },
    execute: async () => {
      const syllabus = writing();
      const model = activeCell()?.model;
      if (syllabus === null || model === undefined) {
        return;
      }
      const none = trans.__('no role');
      const names = syllabus.rolesFor(model).map(({ role }) => role);
      const role = roleOf({ type: model.type, source: model.sharedModel.getSource() });
      const chosen = await choose(
        trans.__('Tutor role of this cell'),
        [none, ...names],
        role !== null && names.includes(role) ? role : none
      );
      if (chosen !== null) {
        syllabus.setRole(model, chosen === none ? null : chosen);
      }
    }
  });
  const ids = Object.values(AuthoringCommandIds);
  for (const command of ids) {
    palette?.addItem({ command, category: trans.__('Tutor') });
  }
  tracker.activeCellChanged.connect(() => ids.forEach(id => commands.notifyCommandChanged(id)));
}
