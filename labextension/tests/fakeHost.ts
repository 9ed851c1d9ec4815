/** A host of the chat view without JupyterLab: words shown as text, cells kept in a map. */

import type { LessonFiles } from '../src/files';
import type { AnswerCell, AnswerCells, Confirmation, RunEnd, TutorHost, Via } from '../src/host';
import { trans } from './words';

export class FakeCells implements AnswerCells {
  readonly cells = new Map<string, AnswerCell>();
  readonly ran: string[] = [];
  readonly gone: string[] = [];
  readonly putIn: string[] = [];
  busy: 'busy' | 'idle' | 'unknown' = 'idle';
  /** What a run does and how it ends. */
  running: (question: string) => Promise<RunEnd> = () => Promise.resolve('ok');

  find(question: string): AnswerCell | null {
    return this.cells.get(question) ?? null;
  }

  run(question: string): Promise<RunEnd> {
    this.ran.push(question);
    return this.running(question);
  }

  goTo(question: string): boolean {
    this.gone.push(question);
    return this.cells.has(question);
  }

  putBack(_question: string, source: string): void {
    this.putIn.push(source);
  }

  replace(question: string, source: string): void {
    this.cells.set(question, { source, ranAsIs: false });
    this.gone.push(question);
  }

  kernelBusy(): 'busy' | 'idle' | 'unknown' {
    return this.busy;
  }
}

export class FakeHost implements TutorHost {
  readonly trans = trans;
  readonly notebook = new FakeCells();
  open = true;
  readonly confirmed: string[] = [];
  readonly told: string[] = [];
  sure = true;
  disposed = 0;
  files: LessonFiles | null = null;
  via: Via | null = null;

  renderMarkdown(node: HTMLElement, markdown: string): Promise<{ dispose: () => void }> {
    node.replaceChildren(markdown);
    return Promise.resolve({ dispose: () => (this.disposed += 1) });
  }

  renderCode(node: HTMLElement, source: string): Promise<void> {
    node.replaceChildren(source);
    return Promise.resolve();
  }

  confirm({ title, body }: Confirmation): Promise<boolean> {
    this.confirmed.push(title);
    this.told.push(body);
    return Promise.resolve(this.sure);
  }

  cells: TutorHost['cells'] = () => (this.open ? this.notebook : null);
}
