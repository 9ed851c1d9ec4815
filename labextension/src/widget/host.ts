/**
 * The chat view's host in a widget: what JupyterLab's services do for the docked panel, done with
 * the browser alone.
 *
 * It reaches no cells: a code question is answered by running its cell, which the session sees.
 */

import { restUrl } from '../address';
import type { Server } from '../address';
import { ServerFiles, saveFile } from '../files';
import type { LessonFiles } from '../files';
import type { Confirmation, Disposable, TutorHost, Via } from '../host';
import { renderCode } from './code';
import type { Confirmations } from './Confirm';
import type { Lines } from './lines';
import { renderMarkdown } from './markdown';
import { english } from './words';

export class WidgetHost implements TutorHost {
  constructor(
    private readonly lines: Lines,
    private readonly confirmations: Confirmations
  ) {
    const { server, get } = lines.options;
    this._files = server === null ? null : filesOf(server, get);
  }

  readonly trans = english;
  readonly cells = null;

  renderMarkdown(node: HTMLElement, markdown: string): Promise<Disposable> {
    renderMarkdown(node, markdown);
    return Promise.resolve({ dispose: () => undefined });
  }

  renderCode(node: HTMLElement, source: string): Promise<void> {
    renderCode(node, source);
    return Promise.resolve();
  }

  confirm(question: Confirmation): Promise<boolean> {
    return this.confirmations.ask(question);
  }

  /** The kernel hands on frames only: files are to be had where the server is spoken to. */
  get files(): LessonFiles | null {
    return this.lines.way === 'server' ? this._files : null;
  }

  get via(): Via | null {
    switch (this.lines.way) {
      case 'server':
        return { name: 'server', words: english.__('Connected directly to the Jupyter server') };
      case 'kernel':
        return {
          name: 'kernel',
          words: english.__(
            'Connected through the kernel: while a cell runs, the tutor may have to wait'
          )
        };
      case null:
        return null;
    }
  }

  private readonly _files: LessonFiles | null;
}

function filesOf(
  server: Server,
  get: (server: Server, url: string) => Promise<Response>
): LessonFiles {
  return new ServerFiles(
    path => get(server, restUrl(server, path)),
    saveFile,
    status => english.__('The server could not give it (%1). Please try again later.', status)
  );
}
