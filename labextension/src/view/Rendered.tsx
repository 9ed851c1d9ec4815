/**
 * Markdown and code inside React.
 *
 * Owns the elements that the host's renderers fill; React never looks inside them.
 */

import { useEffect, useRef } from 'react';
import type { JSX } from 'react';

import type { Disposable, TutorHost } from '../host';

export function Markdown({ text, host }: { text: string; host: TutorHost }): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let disposed = false;
    let rendered: Disposable | undefined;
    const node = document.createElement('div');
    ref.current?.replaceChildren(node);
    host.renderMarkdown(node, text).then(
      disposable => {
        rendered = disposable;
        if (disposed) {
          disposable.dispose();
        }
      },
      // What cannot be rendered is still shown, as it was written.
      () => node.replaceChildren(text)
    );
    return () => {
      disposed = true;
      rendered?.dispose();
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
