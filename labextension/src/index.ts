/**
 * The plugins: the tutor's panel in JupyterLab, and what authors have beside their cells.
 *
 * Owns only the wiring of the panel: what its rooms need of JupyterLab is handed to them here.
 */

import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import {
  Dialog,
  ICommandPalette,
  ISessionContextDialogs,
  SessionContextDialogs,
  showDialog
} from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ServerConnection } from '@jupyterlab/services';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { channelUrl, mayBeReached, restUrl } from './address';
import { authoring } from './authoring/plugin';
import { addCommands } from './commands';
import { Drafts } from './drafts';
import { ServerFiles, saveFile } from './files';
import { Follower } from './follow';
import type { TutorHost } from './host';
import { goToTutor } from './notebook';
import { TutorPanel } from './panel';
import { renderCode, renderMarkdown } from './render';
import { TutorSession } from './session';

const PLUGIN_ID = 'jupyter-tutor:panel';

const panel: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'The tutor beside a lesson notebook: explains, asks, checks and remembers.',
  autoStart: true,
  requires: [INotebookTracker, IRenderMimeRegistry, IEditorLanguageRegistry],
  optional: [
    ILabShell,
    ILayoutRestorer,
    ICommandPalette,
    ISettingRegistry,
    ISessionContextDialogs,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    languages: IEditorLanguageRegistry,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    settingRegistry: ISettingRegistry | null,
    sessionDialogs: ISessionContextDialogs | null,
    maybeTranslator: ITranslator | null
  ): void => {
    const translator = maybeTranslator ?? nullTranslator;
    const trans = translator.load('jupyter_tutor');
    const { serverSettings } = app.serviceManager;

    const host: Omit<TutorHost, 'cells'> = {
      trans,
      renderMarkdown: (node, markdown) => renderMarkdown(rendermime, node, markdown),
      renderCode: (node, source) => renderCode(languages, node, source),
      confirm: async ({ title, body, accept }) => {
        const { button } = await showDialog({
          title,
          body,
          buttons: [
            Dialog.cancelButton({ label: trans.__('Cancel') }),
            Dialog.okButton({ label: accept })
          ],
          defaultButton: 0
        });
        return button.accept;
      },
      files: new ServerFiles(
        path => ServerConnection.makeRequest(restUrl(serverSettings, path), {}, serverSettings),
        saveFile,
        status => trans.__('The server could not give it (%1). Please try again later.', status)
      ),
      via: null
    };

    const showNotebook = (notebook: NotebookPanel): void => app.shell.activateById(notebook.id);
    const follower = new Follower({
      tracker,
      dialogs: sessionDialogs ?? new SessionContextDialogs({ translator }),
      translator,
      begin: lesson =>
        new TutorSession({
          url: kernel => channelUrl(serverSettings, lesson, kernel),
          WebSocket: serverSettings.WebSocket,
          trans,
          drafts: new Drafts(() => window.sessionStorage, serverSettings.baseUrl, lesson),
          online: () => mayBeReached(serverSettings, navigator.onLine)
        }),
      host,
      show: showNotebook
    });
    window.addEventListener('online', () => follower.networkChanged());
    window.addEventListener('offline', () => follower.networkChanged());

    const widget = new TutorPanel(follower, trans, {
      toLesson: lesson => showNotebook(lesson.notebook),
      toTutor: notebook => {
        showNotebook(notebook);
        goToTutor(notebook);
      }
    });
    app.shell.add(widget, 'right', { rank: 900, type: 'Tutor' });
    restorer?.add(widget, widget.id);

    // What it may not be narrower than changes with the window; Lumino asks only when it is told to.
    window
      .matchMedia(`(max-width: ${NARROW_PX}px)`)
      .addEventListener('change', () => widget.parent?.fit());

    addCommands({
      app,
      palette,
      follower,
      trans,
      openPanel: () => {
        app.shell.activateById(widget.id);
        // The command palette, as it closes, gives the focus back to the notebook; be after it.
        requestAnimationFrame(() => {
          widget.takeFocus();
        });
      }
    });

    openByItself({ app, labShell, follower, widget, settingRegistry });
  }
};

interface Opening {
  readonly app: JupyterFrontEnd;
  readonly labShell: ILabShell | null;
  readonly follower: Follower;
  readonly widget: TutorPanel;
  readonly settingRegistry: ISettingRegistry | null;
}

/** A window this narrow has no room for the files at its left and the panel at its right. */
const NARROW_PX = 760;

/**
 * Show the panel when a lesson notebook comes to the front: once for each that is opened, so
 * that a learner who closes the panel is left in peace. The notebook keeps the keyboard.
 */
function openByItself({ app, labShell, follower, widget, settingRegistry }: Opening): void {
  const shown = new WeakSet<NotebookPanel>();
  const wanted = settingRegistry
    ? Promise.all([settingRegistry.load(PLUGIN_ID), app.restored]).then(
        ([settings]) =>
          () =>
            settings.get('openAutomatically').composite !== false
      )
    : app.restored.then(() => () => true);
  void wanted.then(isWanted => {
    const open = (): void => {
      const lesson = follower.current;
      if (lesson === null || shown.has(lesson.notebook) || !isWanted()) {
        return;
      }
      shown.add(lesson.notebook);
      if (window.innerWidth <= NARROW_PX) {
        labShell?.collapseLeft();
      }
      app.shell.activateById(widget.id);
      labShell?.expandRight();
    };
    follower.changed.connect(open);
    open();
  });
}

export default [panel, authoring];
