/** The options of a choice question, one or several of which can be picked. */

import { useId } from 'react';
import type { JSX } from 'react';

import type { QuestionProps } from './Question';
import { Markdown } from './Rendered';

export function Options({ question, screen, actions, host }: QuestionProps): JSX.Element {
  const { trans } = host;
  const group = useId();
  const pick = (id: string, on: boolean): void => {
    const others = question.many ? screen.picked.filter(other => other !== id) : [];
    actions.session.change({ type: 'pick', options: on ? [...others, id] : others });
  };
  return (
    <fieldset className="jt-Options">
      <legend className="jt-Card-title">
        {question.title}
        <span className="jt-Options-how">
          {question.many ? trans.__('Pick one or more.') : trans.__('Pick one.')}
        </span>
      </legend>
      {question.options.map(option => {
        const id = `${group}-${option.id}`;
        return (
          <div className="jt-Option" key={option.id} data-tutor="option" data-option={option.id}>
            <input
              type={question.many ? 'checkbox' : 'radio'}
              id={id}
              name={group}
              checked={screen.picked.includes(option.id)}
              onChange={event => pick(option.id, event.target.checked)}
            />
            <label htmlFor={id}>
              <Markdown text={option.text} host={host} />
            </label>
          </div>
        );
      })}
    </fieldset>
  );
}
