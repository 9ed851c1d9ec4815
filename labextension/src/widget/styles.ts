/** The panel's styles and the widget's own, as text: the module brings all it needs. */

import arranged from '../../style/arranged.css';
import panel from '../../style/base.css';
import talk from '../../style/talk.css';
import widget from '../../style/widget.css';

const KEYFRAMES = /@keyframes[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g;

/**
 * The panel's rules, for what is inside a widget only: the docked panel on the same page has them
 * already, and would change if they came a second time. Where the page cannot do that, they do.
 */
export function within(scope: string, rules: string, canScope: boolean): string {
  return canScope
    ? `${(rules.match(KEYFRAMES) ?? []).join('\n')}\n@scope (${scope}) {\n${rules}\n}`
    : rules;
}

export const styles = `${within('.jt-Widget', `${panel}\n${arranged}\n${talk}`, 'CSSScopeRule' in globalThis)}\n${widget}`;
