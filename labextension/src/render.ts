/**
 * Markdown and code as JupyterLab renders them.
 *
 * Owns the one way in which words of an author, a learner or a model reach the page: through the
 * render mime registry's sanitiser, never trusted. Nothing else in the panel makes HTML of text.
 */

import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import type { Disposable } from './host';
import { tame } from './tame';

const MARKDOWN = 'text/markdown';

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

export async function renderCode(
  languages: IEditorLanguageRegistry,
  node: HTMLElement,
  source: string
): Promise<void> {
  node.replaceChildren();
  await languages.highlight(source, languages.findByMIME('text/x-python'), node);
}
