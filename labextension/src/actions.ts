/**
 * What a button, or the command of the same name, does.
 *
 * Owns the order of things when an answer is checked: find the cell, run it if it was changed
 * since it ran, then hand it in, unless the server has begun to check it by itself. It draws
 * nothing and decides nothing about the lesson: the server may refuse whatever is asked here.
 */

import type { TranslationBundle } from '@jupyterlab/translation';

import type { TutorHost } from './host';
import { restored } from './markers';
import type { ActionName, Command, OpenQuestion } from './protocol';
import type { TutorSession } from './session';
import type { Screen } from './store';

/** After its cell ran, how long to wait for the server to begin a check by itself. */
export const CHECK_BEGINS_WITHIN_MS = 4_000;

/** Whether an action can be used now; `why` says why not, and is null when it can. */
export interface Availability {
  readonly offered: boolean;
  readonly enabled: boolean;
  readonly why: string | null;
}

export function availability(
  screen: Screen,
  name: ActionName,
  trans: TranslationBundle
): Availability {
  const action = screen.head?.actions.find(candidate => candidate.name === name);
  if (action === undefined) {
    return { offered: false, enabled: false, why: null };
  }
  const why = obstacle(screen, name, trans) ?? (action.enabled ? null : (action.why ?? ''));
  return { offered: true, enabled: why === null, why };
}

function obstacle(screen: Screen, name: ActionName, trans: TranslationBundle): string | null {
  if (screen.connection.status !== 'connected') {
    return trans.__('There is no connection to the tutor just now.');
  }
  return screen.running && name !== 'stop_check' ? trans.__('Your cell is running.') : null;
}

/** Whether an answer has been handed in between these screens, by whatever way. */
function hasBegun(before: Screen, after: Screen): boolean {
  return (
    after.head?.checking != null ||
    after.messages
      .slice(before.messages.length)
      .some(({ kind }) => kind === 'answer' || kind === 'verdict')
  );
}

const simple: { readonly [name in Exclude<ActionName, 'check' | 'start_over'>]: Command } = {
  continue: { type: 'continue' },
  hint: { type: 'ask_hint' },
  skip: { type: 'skip_question' },
  solution: { type: 'ask_solution' },
  stop_check: { type: 'stop_check' }
};

export class LessonActions {
  constructor(
    readonly session: TutorSession,
    readonly host: TutorHost
  ) {}

  availability(name: ActionName): Availability {
    return availability(this.session.screen(), name, this.host.trans);
  }

  /** Do it, or leave a note why not. Resolves when it has been asked of the server. */
  async perform(name: ActionName): Promise<void> {
    const { offered, enabled, why } = this.availability(name);
    if (!offered) {
      return;
    }
    if (!enabled) {
      this.session.note(why ?? '');
      return;
    }
    if (this.session.screen().sent.length > 0 && name !== 'stop_check') {
      // A second press while the first is under way: what comes of that is about to show.
      return;
    }
    if (name === 'check') {
      await this._check();
    } else if (name === 'start_over') {
      await this._startOver();
    } else {
      this.session.ask(simple[name]);
    }
  }

  /** Write to the tutor. Returns false when nothing was sent and the text should be kept. */
  say(text: string): boolean {
    return text.trim() !== '' && this.session.ask({ type: 'say', text: text.trim() });
  }

  goToAnswer(): void {
    const { question } = this._head;
    if (question !== null && !(this.host.cells()?.goTo(question.id) ?? false)) {
      this._noteMissing(question);
    }
  }

  putAnswerBack(): void {
    const { question } = this._head;
    if (question !== null) {
      this.host.cells()?.putBack(question.id, restored(question));
      this.session.change({ type: 'note', note: null });
    }
  }

  stopCell(): void {
    if (!this.session.interrupt()) {
      this.session.note(
        this.host.trans.__(
          'There is no connection to the tutor. Stop the cell with “Interrupt Kernel” in the ' +
            'Kernel menu.'
        )
      );
    }
  }

  private get _head(): { readonly question: OpenQuestion | null } {
    return this.session.screen().head ?? { question: null };
  }

  private async _startOver(): Promise<void> {
    const { trans } = this.host;
    const sure = await this.host.confirm({
      title: trans.__('Start the lesson over?'),
      body: trans.__(
        'The tutor begins again with the first step. Your cells stay as they are, and the ' +
          'conversation so far is kept.'
      ),
      accept: trans.__('Start over')
    });
    if (sure) {
      this.session.ask({ type: 'start_over' });
    }
  }

  private async _check(): Promise<void> {
    const { question } = this._head;
    if (question === null) {
      return;
    }
    if (question.kind === 'choice') {
      this._submitChoice(question);
    } else {
      await this._checkCode(question);
    }
  }

  private _submitChoice(question: OpenQuestion): void {
    const options = this.session.screen().picked;
    if (options.length === 0) {
      const { trans } = this.host;
      this.session.note(
        question.many ? trans.__('Pick one or more options first.') : trans.__('Pick one first.')
      );
      return;
    }
    this.session.ask({
      type: 'submit_answer',
      question: question.id,
      answer: { type: 'choice', options }
    });
  }

  private async _checkCode(question: OpenQuestion): Promise<void> {
    const { trans } = this.host;
    const cells = this.host.cells();
    if (cells === null) {
      this.session.note(trans.__('Open the notebook of this lesson to have your answer checked.'));
      return;
    }
    const cell = cells.find(question.id);
    if (cell === null) {
      this._noteMissing(question);
      return;
    }
    const known = cells.kernelBusy();
    const told = this.session.screen().kernel?.status;
    if (known === 'busy' || (known === 'unknown' && told === 'busy')) {
      this.session.note(
        trans.__('A cell is still running. Wait until it has ended, or stop it.'),
        'stop_cell'
      );
      return;
    }
    if (cell.ranAsIs) {
      this._submitCode(question);
      return;
    }
    await this._runAndSubmit(question);
  }

  private async _runAndSubmit(question: OpenQuestion): Promise<void> {
    const { trans } = this.host;
    const { session } = this;
    const before = session.screen();
    session.change({ type: 'note', note: null });
    session.change({ type: 'running', running: true });
    const end = await this.host
      .cells()
      ?.run(question.id)
      .finally(() => session.change({ type: 'running', running: false }));
    if (end === 'stopped') {
      session.note(trans.__('The cell was stopped before it ended, so it was not checked.'));
      return;
    }
    if (end !== 'ok' && end !== 'error') {
      session.note(
        trans.__(
          'Your cell did not run. See that the notebook has a running kernel, and try again.'
        )
      );
      return;
    }
    const { head, kernel } = session.screen();
    const seen = kernel !== null && !['none', 'starting', 'dead'].includes(kernel.status);
    if (head?.check_on_run === true && seen) {
      // The server sees the cell run and begins by itself, in the same step as it takes note of
      // it. Where it does not (an untouched stub; a line to the kernel that was just being laid),
      // the learner who pressed Check still gets a verdict.
      await session.until(
        screen => screen.head?.seq !== before.head?.seq || screen.connection.status !== 'connected',
        CHECK_BEGINS_WITHIN_MS
      );
      if (hasBegun(before, session.screen())) {
        return;
      }
    }
    if (this._head.question?.id === question.id) {
      this._submitCode(question);
    }
  }

  private _submitCode(question: OpenQuestion): void {
    const cell = this.host.cells()?.find(question.id);
    if (cell) {
      this.session.ask({
        type: 'submit_answer',
        question: question.id,
        answer: { type: 'code', source: cell.source }
      });
    }
  }

  private _noteMissing(question: OpenQuestion): void {
    const { trans } = this.host;
    this.session.note(
      trans.__(
        'The notebook has no cell for this answer. It would begin with “#| for: %1”.',
        question.id
      ),
      'put_back'
    );
  }
}
