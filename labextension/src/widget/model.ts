/**
 * The widget's model as the page sees it: what the kernel set, and messages both ways.
 *
 * Owns the types only. The traits are defined in `jupyter_tutor/widgets`; the messages are those
 * that docs/protocol.md names under "The widget".
 */

export interface Traits {
  readonly course: string;
  readonly lesson: string;
  /** The kernel's id, empty when it does not know it. */
  readonly kernel: string;
  /** Who holds the session: the kernel's Jupyter server, or a process beside the kernel. */
  readonly carrier: 'server' | 'host';
  /** The path of the kernel's server, empty when it is not known. */
  readonly base_url: string;
}

/** The part of anywidget's model that is used here. */
export interface WidgetModel {
  get<K extends keyof Traits>(name: K): Traits[K];
  on(event: `change:${keyof Traits}`, listener: () => void): void;
  on(event: 'msg:custom', listener: (content: unknown) => void): void;
  off(event: `change:${keyof Traits}`, listener: () => void): void;
  off(event: 'msg:custom', listener: (content: unknown) => void): void;
  send(content: RelayMessage): void;
}

/** What the page says on a line through the kernel; the number of the line is the page's own. */
export type RelayMessage =
  | { readonly open: number; readonly kernel: string }
  | { readonly line: number; readonly frame: string }
  | { readonly close: number };
