/**
 * The plugin for authors: the roles of cells in their toolbars, and faults beside the cells.
 *
 * Owns the wiring. It shows in syllabus notebooks only, and shares nothing with the panel for
 * learners but the way to the server.
 */

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import {
  ICommandPalette,
  IToolbarWidgetRegistry,
  InputDialog,
  showErrorMessage
} from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { ServerConnection } from '@jupyterlab/services';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import { restUrl } from '../address';
import { addAuthoringCommands } from './commands';
import { FaultCountWidget } from './FaultCount';
import { showFaults } from './faultLists';
import { goToNextFault } from './nextFault';
import { RoleSelectWidget } from './RoleSelect';
import { AuthoringServer } from './server';
import { Syllabus } from './syllabus';

export const authoring: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tutor:authoring',
  description: 'For authors of lessons: the roles of cells, and faults beside them.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [IToolbarWidgetRegistry, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    toolbars: IToolbarWidgetRegistry | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_tutor');
    const { contents, serverSettings } = app.serviceManager;
    const server = new AuthoringServer(
      (path, body) =>
        ServerConnection.makeRequest(
          restUrl(serverSettings, path),
          body === null ? {} : { method: 'POST', body },
          serverSettings
        ),
      status => trans.__('The server could not tell (%1). Please try again later.', status)
    );

    const syllabi = new WeakMap<NotebookPanel, Syllabus>();
    const syllabusOf = (panel: NotebookPanel): Syllabus => {
      const there = syllabi.get(panel);
      if (there !== undefined) {
        return there;
      }
      const made = new Syllabus(panel, server, () => contents.localPath(panel.context.path));
      syllabi.set(panel, made);
      showFaults(made, trans);
      return made;
    };
    tracker.widgetAdded.connect((_, panel) => void syllabusOf(panel));
    tracker.forEach(panel => void syllabusOf(panel));

    toolbars?.addFactory<Cell>('Cell', 'tutor-role', cell => {
      const panel = tracker.find(({ content }) => content.widgets.includes(cell));
      return panel === undefined
        ? new Widget()
        : new RoleSelectWidget({ cell, syllabus: syllabusOf(panel), trans });
    });
    toolbars?.addFactory<NotebookPanel>('Notebook', 'tutor-faults', panel => {
      const syllabus = syllabusOf(panel);
      return new FaultCountWidget({
        syllabus,
        trans,
        onNext: () => {
          goToNextFault(syllabus);
        }
      });
    });

    addAuthoringCommands({
      app,
      palette,
      trans,
      tracker,
      current: () => {
        const panel = tracker.currentWidget;
        return panel === null ? null : syllabusOf(panel);
      },
      choose: async (title, items, current) => {
        const { value } = await InputDialog.getItem({ title, items: [...items], current });
        return value;
      },
      tell: words => showErrorMessage(trans.__('No lesson can be written here'), words)
    });
  }
};
