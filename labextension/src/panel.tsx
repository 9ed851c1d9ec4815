/**
 * The docked panel: the chat view of the lesson that the current notebook belongs to.
 *
 * Owns which view is shown: the lesson's, or another when there is none. It lives as long as the
 * page.
 */

import type { JSX } from 'react';

import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { LabIcon, ReactWidget, UseSignal } from '@jupyterlab/ui-components';

import type { Follower, OpenLesson } from './follow';
import { Elsewhere } from './view/Elsewhere';
import { Tutor } from './view/Tutor';

export const tutorIcon = new LabIcon({
  name: 'jupyter-tutor:tutor',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">' +
    '<path class="jp-icon3" fill="#616161" d="M12 3 1 9l11 6 9-4.91V17h2V9L12 3z' +
    'm-7 10.18v4L12 21l7-3.82v-4L12 17l-7-3.82z"/></svg>'
});

/** The ways out of the panel, into a notebook. */
export interface Ways {
  readonly toLesson: (lesson: OpenLesson) => void;
  /** To the tutor in the output of this notebook. */
  readonly toTutor: (notebook: NotebookPanel) => void;
}

export class TutorPanel extends ReactWidget {
  constructor(
    private readonly follower: Follower,
    private readonly trans: TranslationBundle,
    private readonly go: Ways
  ) {
    super();
    this.id = 'jupyter-tutor-panel';
    this.addClass('jt-Panel');
    this.title.icon = tutorIcon;
    this.title.caption = trans.__('Tutor');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Tutor'));
  }

  /** Give the panel the keyboard: its next step if there is one, else the panel itself. */
  takeFocus(): void {
    const card = this.node.querySelector<HTMLElement>('[data-tutor="card"]');
    const next = card?.querySelector<HTMLElement>(
      'button:not([aria-disabled="true"]), input, textarea'
    );
    const target = next ?? card ?? this.node;
    if (target === this.node) {
      this.node.tabIndex = -1;
    }
    target.focus();
  }

  protected override render(): JSX.Element {
    return (
      <UseSignal signal={this.follower.changed}>
        {() => {
          const { current, lessons, besideTutor } = this.follower;
          return current === null ? (
            <Elsewhere
              lessons={lessons.map(lesson => ({
                key: lesson.key,
                title:
                  lesson.actions.session.screen().head?.lesson_title ?? lesson.notebook.title.label,
                onGo: () => this.go.toLesson(lesson)
              }))}
              onGoToTutor={besideTutor === null ? null : () => this.go.toTutor(besideTutor)}
              trans={this.trans}
            />
          ) : (
            <Tutor key={current.key} actions={current.actions} />
          );
        }}
      </UseSignal>
    );
  }
}
