/**
 * Markdown and code inside React.
 *
 * Owns the elements that the host's renderers fill; React never looks inside them. Words that
 * change stay as they were until the new ones are ready, so that nothing flickers.
 */

import { useEffect, useRef } from 'react';
import type { JSX } from 'react';

import type { Disposable, TutorHost } from '../host';

export function Markdown({ text, host }: { text: string; host: TutorHost }): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let disposed = false;
    let rendered: Disposable | undefined;
    let shown = false;
    const node = document.createElement('div');
    const show = (): void => {
      shown = true;
      node.classList.remove('jt-mod-coming');
      ref.current?.replaceChildren(node);
    };
    if (ref.current?.hasChildNodes() === true) {
      node.classList.add('jt-mod-coming');
      ref.current.append(node);
    } else {
      show();
    }
    host.renderMarkdown(node, text).then(
      disposable => {
        rendered = disposable;
        if (disposed) {
          disposable.dispose();
        } else if (!shown) {
          show();
        }
      },
      () => {
        // What cannot be rendered is still shown, as it was written.
        node.replaceChildren(text);
        if (!disposed && !shown) {
          show();
        }
      }
    );
    return () => {
      disposed = true;
      rendered?.dispose();
      if (!shown) {
        node.remove();
      }
    };
  }, [text, host]);
  return <div className="jt-Markdown" ref={ref} />;
}

export function Code({ source, host }: { source: string; host: TutorHost }): JSX.Element {
  const ref = useRef<HTMLPreElement>(null);
  useEffect(() => {
    const node = document.createElement('code');
    ref.current?.replaceChildren(node);
    host.renderCode(node, source).catch(() => node.replaceChildren(source));
  }, [source, host]);
  return <pre className="jt-Code" data-tutor="code" ref={ref} />;
}
