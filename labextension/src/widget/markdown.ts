/**
 * Markdown where there is no JupyterLab to render it.
 *
 * Owns the widget's one way from words to HTML: HTML in Markdown is shown as text, mathematics
 * becomes MathML, and all of it passes DOMPurify before it reaches the page. It fetches nothing
 * but the pictures an author names.
 */

import DOMPurify from 'dompurify';
import type { Config } from 'dompurify';
import { Marked } from 'marked';
import type { TokenizerExtension, RendererExtension } from 'marked';
import temml from 'temml';

import { tame } from '../tame';
import { renderCode } from './code';

const marked = new Marked({
  gfm: true,
  tokenizer: {
    // HTML is no part of a lesson's words: what looks like it is shown as it was written.
    html: () => undefined,
    tag: () => undefined
  },
  extensions: [
    // Between dollars as in JupyterLab; a dollar before a blank or a digit is money.
    mathematics('dollars', 'inline', /^\$(?![\s$])((?:\\.|[^\\$])*?[^\s\\$])\$(?!\d)/, false),
    mathematics('brackets', 'inline', /^\\\\\(([\s\S]+?)\\\\\)/, false),
    mathematics('displayed', 'inline', /^\$\$([\s\S]+?)\$\$/, true),
    mathematics('block', 'block', /^ {0,3}\$\$([\s\S]+?)\$\$[ \t]*(?:\n+|$)/, true),
    mathematics('square', 'block', /^ {0,3}\\\\\[([\s\S]+?)\\\\\][ \t]*(?:\n+|$)/, true)
  ]
});

const PURIFY: Config & { RETURN_DOM_FRAGMENT: true } = {
  USE_PROFILES: { html: true, mathMl: true },
  FORBID_TAGS: ['style', 'dialog', 'audio', 'video', 'form', 'button', 'select', 'textarea'],
  FORBID_ATTR: ['style', 'id', 'name', 'popover', 'popovertarget'],
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true
};

export function renderMarkdown(node: HTMLElement, markdown: string): void {
  const html = marked.parse(markdown, { async: false });
  const fragment = DOMPurify.sanitize(html, PURIFY);
  tame(fragment);
  for (const code of fragment.querySelectorAll<HTMLElement>('pre > code[class^="language-py"]')) {
    renderCode(code, code.textContent);
  }
  // As JupyterLab names it, so that where the widget is shown there it looks like its Markdown.
  const words = document.createElement('div');
  words.className = 'jp-RenderedHTMLCommon';
  words.append(fragment);
  node.replaceChildren(words);
}

function mathematics(
  name: string,
  level: 'block' | 'inline',
  form: RegExp,
  displayed: boolean
): TokenizerExtension & RendererExtension {
  const begin = level === 'block' ? /\n {0,3}(?:\$\$|\\\\\[)/ : /\$|\\\\\(/;
  return {
    name: `math-${name}`,
    level,
    // Where Markdown's own reading has to pause and let mathematics be looked for.
    start: source => {
      const index = source.search(begin);
      return index === -1 ? undefined : index;
    },
    tokenizer: source => {
      const [raw, tex] = form.exec(source) ?? [];
      return raw === undefined ? undefined : { type: `math-${name}`, raw, text: tex };
    },
    renderer: token =>
      temml.renderToString(String(token['text']), { displayMode: displayed, throwOnError: false })
  };
}
