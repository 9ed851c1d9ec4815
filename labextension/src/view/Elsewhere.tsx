/**
 * What stands in the docked panel while the notebook in front is no lesson: where the tutor is
 * instead, or how to come by one.
 */

import type { JSX } from 'react';

import type { Words } from '../host';
import { Button } from './Button';

/** A lesson that is open in another notebook. */
export interface LessonElsewhere {
  readonly key: string;
  readonly title: string;
  readonly onGo: () => void;
}

interface Props {
  readonly lessons: readonly LessonElsewhere[];
  /** Goes to the tutor in the output of the notebook in front; null: it has none. */
  readonly onGoToTutor: (() => void) | null;
  readonly trans: Words;
}

export function Elsewhere({ lessons, onGoToTutor, trans }: Props): JSX.Element {
  return (
    <div className="jt-Elsewhere" data-tutor="elsewhere">
      {onGoToTutor === null ? null : (
        <>
          <p>
            {trans.__(
              'The tutor of this notebook is in the notebook itself, below the cell that calls it. ' +
                'If it is not there, run that cell.'
            )}
          </p>
          <Button name="go-to-tutor" label={trans.__('Go to the tutor')} onPress={onGoToTutor} />
        </>
      )}
      {lessons.length > 0 ? (
        <>
          <p>
            {onGoToTutor === null
              ? trans.__('The notebook in front is not part of a lesson. Go on with:')
              : trans.__('Lessons that are open in other notebooks:')}
          </p>
          <ul>
            {lessons.map(({ key, title, onGo }) => (
              <li key={key}>
                <Button name="go-to-lesson" label={title} onPress={onGo} />
              </li>
            ))}
          </ul>
        </>
      ) : onGoToTutor === null ? (
        <HowToBegin trans={trans} />
      ) : null}
    </div>
  );
}

function HowToBegin({ trans }: { trans: Words }): JSX.Element {
  return (
    <>
      <p>{trans.__('Open the notebook of a lesson, and the tutor will be here.')}</p>
      <p>
        {trans.__(
          'You can also have the tutor in a notebook of your own. Run this in a cell; it shows ' +
            'which courses there are:'
        )}
      </p>
      <pre className="jt-Code">
        <code>{'%load_ext jupyter_tutor\n%tutor'}</code>
      </pre>
    </>
  );
}
