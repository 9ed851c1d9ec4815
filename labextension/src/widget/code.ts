/** Python source, highlighted with the grammar that JupyterLab's editors use too. */

import { classHighlighter, highlightCode } from '@lezer/highlight';
import { parser } from '@lezer/python';

/** Show the source in an element, as text and spans with a class; nothing of it becomes HTML. */
export function renderCode(node: HTMLElement, source: string): void {
  node.replaceChildren();
  highlightCode(
    source,
    parser.parse(source),
    classHighlighter,
    (text, classes) => {
      if (classes === '') {
        node.append(text);
        return;
      }
      const span = document.createElement('span');
      span.className = classes;
      span.append(text);
      node.append(span);
    },
    () => node.append('\n')
  );
}
