/**
 * Markdown and code as JupyterLab renders them.
 *
 * Owns the one way in which words of an author, a learner or a model reach the page: through the
 * render mime registry's sanitiser, never trusted. Nothing else in the panel makes HTML of text.
 */

import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import type { Disposable } from './host';

const MARKDOWN = 'text/markdown';

/** What a learner may act on is the panel's own; a task list's fixed checkboxes only show. */
const CONTROLS = 'form, button, input:not([type="checkbox"][disabled]), select, textarea';

export async function renderMarkdown(
  registry: IRenderMimeRegistry,
  node: HTMLElement,
  markdown: string
): Promise<Disposable> {
  const renderer = registry.createRenderer(MARKDOWN);
  await renderer.renderModel(
    registry.createModel({ data: { [MARKDOWN]: markdown }, trusted: false })
  );
  tame(renderer.node);
  node.replaceChildren(renderer.node);
  await registry.latexTypesetter?.typeset(renderer.node);
  return renderer;
}

/**
 * Take away what JupyterLab's sanitiser leaves to notebooks and words need not have: controls
 * (a button may run a JupyterLab command, a form may ask for a password) and inline styles (which
 * can cover the page). A link must not take the learner away from the work in the notebook.
 */
function tame(node: HTMLElement): void {
  for (const control of node.querySelectorAll(CONTROLS)) {
    control.replaceWith(...control.childNodes);
  }
  for (const element of node.querySelectorAll('[style]')) {
    element.removeAttribute('style');
  }
  for (const anchor of node.querySelectorAll('a[href]')) {
    anchor.setAttribute('target', '_blank');
    anchor.setAttribute('rel', 'noopener noreferrer');
  }
}

export async function renderCode(
  languages: IEditorLanguageRegistry,
  node: HTMLElement,
  source: string
): Promise<void> {
  node.replaceChildren();
  await languages.highlight(source, languages.findByMIME('text/x-python'), node);
}
