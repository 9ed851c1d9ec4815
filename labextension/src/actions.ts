/**
 * What a button, or the command of the same name, does.
 *
 * Owns what is asked of the server and what the learner is asked before. It draws nothing and
 * decides nothing about the lesson: the server may refuse whatever is asked here.
 */

import { availability, hindrance, isStop, unsaveable } from './availability';
import type { Availability } from './availability';
import { checkAnswer, noteMissingCell, openQuestion } from './check';
import type { Confirmation, TutorHost } from './host';
import { restored } from './markers';
import type { ActionName, Command, OpenQuestion } from './protocol';
import type { TutorSession } from './session';

const commands: { readonly [name in Exclude<ActionName, 'check'>]: Command } = {
  continue: { type: 'continue' },
  hint: { type: 'ask_hint' },
  skip: { type: 'skip_question' },
  solution: { type: 'ask_solution' },
  stop_check: { type: 'stop_check' },
  stop_reply: { type: 'stop_reply' },
  summary: { type: 'ask_summary' },
  start_over: { type: 'start_over' },
  update: { type: 'update_lesson' }
};

export class LessonActions {
  constructor(
    readonly session: TutorSession,
    readonly host: TutorHost
  ) {}

  availability(name: ActionName): Availability {
    return availability(this.session.screen(), name, this.host.trans);
  }

  /**
   * The question that can be answered or is being checked; null when there is none. One that has
   * been answered stays in the head until the learner goes on, but is done with.
   */
  get question(): OpenQuestion | null {
    const asked = this.availability('check').offered || this.availability('stop_check').offered;
    return asked ? openQuestion(this.session) : null;
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
    if (this.session.screen().sent.length > 0 && !isStop(name)) {
      // A second press while the first is under way: what comes of that is about to show.
      return;
    }
    if (name === 'check') {
      await checkAnswer(this.session, this.host);
      return;
    }
    const sure = this._confirmation(name);
    if (sure === null || (await this.host.confirm(sure))) {
      this.session.ask(commands[name]);
    }
  }

  /** Why nothing can be asked of the tutor now; null when something can. */
  get hindrance(): string | null {
    return hindrance(this.session.screen(), this.host.trans);
  }

  /** Why nothing can be said to the tutor now, given a connection; null when it can. */
  get silence(): string | null {
    const screen = this.session.screen();
    const { trans } = this.host;
    return (
      unsaveable(screen, trans) ??
      (screen.head?.writing
        ? trans.__('The tutor is still writing. Press Stop if you do not want to wait for it.')
        : null)
    );
  }

  /** Send what is written to the tutor; it stays where it is when it cannot be sent. */
  say(): void {
    const text = this.session.screen().writing.trim();
    if (text !== '' && this.silence !== null) {
      this.session.note(this.silence);
    } else if (text !== '' && this.session.ask({ type: 'say', text })) {
      this.session.change({ type: 'write', text: '' });
    }
  }

  /** Have a person look at a reply, the message of this number, or leave a note why not. */
  askPerson(message: number): void {
    const why = this.hindrance;
    if (why !== null) {
      this.session.note(why);
    } else if (this.session.screen().sent.length === 0) {
      this.session.ask({ type: 'ask_person', message });
    }
  }

  goToAnswer(): void {
    const question = openQuestion(this.session);
    if (question !== null && !(this.host.cells?.()?.goTo(question.id) ?? false)) {
      noteMissingCell(this.session, question, this.host.trans);
    }
  }

  putAnswerBack(): void {
    const question = openQuestion(this.session);
    if (question !== null) {
      this.host.cells?.()?.putBack(question.id, restored(question));
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

  /** What to ask before an action that cannot be taken back; null where none is needed. */
  private _confirmation(name: ActionName): Confirmation | null {
    const { trans } = this.host;
    switch (name) {
      case 'start_over': {
        const again = this.session.screen().head?.phase === 'completed';
        return {
          title: again ? trans.__('Do the lesson again?') : trans.__('Start the lesson over?'),
          body: trans.__(
            'The tutor begins again with the first step. Your cells stay as they are, and the ' +
              'conversation so far is kept.'
          ),
          accept: again ? trans.__('Do it again') : trans.__('Start over')
        };
      }
      case 'solution': {
        const question = openQuestion(this.session);
        const costsNothing =
          question === null || question.max_points === 0 || question.tries_left === 0;
        return costsNothing
          ? null
          : {
              title: trans.__('Show the solution?'),
              body: trans.__(
                'You will get no points for this question. To go on, you then give the answer ' +
                  'yourself and check it.'
              ),
              accept: trans.__('Show it')
            };
      }
      case 'continue':
      case 'check':
      case 'hint':
      case 'skip':
      case 'stop_check':
      case 'stop_reply':
      case 'summary':
      case 'update':
        return null;
    }
  }
}
