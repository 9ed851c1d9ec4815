/**
 * The docked panel: the chat view of the lesson that the current notebook belongs to.
 *
 * Owns what is shown when the current notebook is no lesson. It lives as long as the page.
 */

import type { JSX } from 'react';

import type { TranslationBundle } from '@jupyterlab/translation';
import { LabIcon, ReactWidget, UseSignal } from '@jupyterlab/ui-components';

import type { Follower, OpenLesson } from './follow';
import { Button } from './view/Button';
import { Tutor } from './view/Tutor';

export const tutorIcon = new LabIcon({
  name: 'jupyter-tutor:tutor',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">' +
    '<path class="jp-icon3" fill="#616161" d="M12 3 1 9l11 6 9-4.91V17h2V9L12 3z' +
    'm-7 10.18v4L12 21l7-3.82v-4L12 17l-7-3.82z"/></svg>'
});

export class TutorPanel extends ReactWidget {
  constructor(
    private readonly follower: Follower,
    private readonly trans: TranslationBundle,
    private readonly goTo: (lesson: OpenLesson) => void
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
          const { current, lessons } = this.follower;
          return current === null ? (
            <Elsewhere lessons={lessons} trans={this.trans} goTo={this.goTo} />
          ) : (
            <Tutor key={current.key} actions={current.actions} />
          );
        }}
      </UseSignal>
    );
  }
}

interface ElsewhereProps {
  readonly lessons: readonly OpenLesson[];
  readonly trans: TranslationBundle;
  readonly goTo: (lesson: OpenLesson) => void;
}

/** Shown while the current notebook is no lesson. */
function Elsewhere({ lessons, trans, goTo }: ElsewhereProps): JSX.Element {
  return (
    <div className="jt-Elsewhere" data-tutor="elsewhere">
      {lessons.length === 0 ? (
        <p>{trans.__('Open the notebook of a lesson, and the tutor will be here.')}</p>
      ) : (
        <>
          <p>{trans.__('The notebook in front is not part of a lesson. Go on with:')}</p>
          <ul>
            {lessons.map(lesson => (
              <li key={lesson.key}>
                <Button
                  name="go-to-lesson"
                  label={
                    lesson.actions.session.screen().head?.lesson_title ??
                    lesson.notebook.title.label
                  }
                  onPress={() => goTo(lesson)}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
