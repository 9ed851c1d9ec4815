/**
 * Takes from rendered words what could act on the page.
 *
 * Used by both doors through which words reach the page as HTML (`render.ts` and the widget's
 * `markdown.ts`), after their sanitisers.
 */

/** What a learner may act on is the panel's own; a task list's fixed checkboxes only show. */
const CONTROLS = 'form, button, input:not([type="checkbox"][disabled]), select, textarea';

/**
 * Take away what a sanitiser leaves to notebooks and words need not have: controls (a button may
 * run a JupyterLab command, a form may ask for a password) and inline styles (which can cover the
 * page). A link must not take the learner away from the work in the notebook.
 */
export function tame(node: ParentNode): void {
  for (const control of node.querySelectorAll(CONTROLS)) {
    control.replaceWith(...control.childNodes);
  }
  for (const element of node.querySelectorAll('[style]')) {
    element.removeAttribute('style');
  }
  for (const anchor of node.querySelectorAll('a[href]')) {
    anchor.setAttribute('target', '_blank');
    anchor.setAttribute('rel', 'noopener noreferrer');
  }
}
