/** A widget's model whose kernel is the test. */

import type { RelayMessage, Traits, WidgetModel } from '../../src/widget/model';

type Listener = (content: unknown) => void;

export class FakeModel implements WidgetModel {
  readonly sent: RelayMessage[] = [];
  /** A model whose kernel is gone cannot send. */
  dead = false;
  private readonly _traits: Traits;
  private readonly _listeners = new Map<string, Set<Listener>>();

  constructor(traits: Partial<Traits> = {}) {
    this._traits = {
      course: 'python-foundations',
      lesson: 'functions',
      kernel: 'k1',
      carrier: 'server',
      base_url: '',
      ...traits
    };
  }

  get<K extends keyof Traits>(name: K): Traits[K] {
    return this._traits[name];
  }

  on(event: string, listener: Listener): void {
    const listeners = this._listeners.get(event) ?? new Set();
    this._listeners.set(event, listeners.add(listener));
  }

  off(event: string, listener: Listener): void {
    this._listeners.get(event)?.delete(listener);
  }

  send(content: RelayMessage): void {
    if (this.dead) {
      throw new Error('the comm is closed');
    }
    this.sent.push(content);
  }

  /** The kernel sends a message to every page. */
  says(content: unknown): void {
    for (const listener of [...(this._listeners.get('msg:custom') ?? [])]) {
      listener(content);
    }
  }

  /** The kernel says a frame on the line that was opened last. */
  saysOnLine(frame: unknown): void {
    this.says({ line: this.lastLine, frame: JSON.stringify(frame) });
  }

  /** The kernel gives a trait another value. */
  becomes(traits: Partial<Traits>): void {
    Object.assign(this._traits, traits);
    for (const name of Object.keys(traits)) {
      for (const listener of [...(this._listeners.get(`change:${name}`) ?? [])]) {
        listener(undefined);
      }
    }
  }

  get lines(): number[] {
    return this.sent.flatMap(message => ('open' in message ? [message.open] : []));
  }

  get lastLine(): number | undefined {
    return this.lines.at(-1);
  }

  get listening(): number {
    return [...this._listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0);
  }
}
