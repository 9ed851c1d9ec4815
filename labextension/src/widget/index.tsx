/**
 * The tutor as a widget in an output cell: an anywidget module around the same chat view.
 *
 * Owns the wiring of one shown widget: its way to the tutor, its session, its place on the page.
 */

import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';

import { LessonActions } from '../actions';
import { channelUrl, mayBeReached } from '../address';
import { Drafts } from '../drafts';
import { TutorSession } from '../session';
import { Tutor } from '../view/Tutor';
import { Confirm, Confirmations } from './Confirm';
import { WidgetHost } from './host';
import { Lines } from './lines';
import type { WidgetModel } from './model';
import { getFrom, jupyterServer } from './page';
import { styles } from './styles';
import { english } from './words';

interface RenderProps {
  readonly model: WidgetModel;
  readonly el: HTMLElement;
}

function render({ model, el }: RenderProps): () => void {
  const { style, place } = placeIn(el);
  const root = createRoot(place);
  let session = begin(model, root);
  const begun = (): void => {
    session.dispose();
    session = begin(model, root);
  };
  const networkChanged = (): void => session.networkChanged();
  model.on('change:course', begun);
  model.on('change:lesson', begun);
  window.addEventListener('online', networkChanged);
  window.addEventListener('offline', networkChanged);
  return () => {
    model.off('change:course', begun);
    model.off('change:lesson', begun);
    window.removeEventListener('online', networkChanged);
    window.removeEventListener('offline', networkChanged);
    session.dispose();
    root.unmount();
    place.remove();
    style.remove();
  };
}

/** Open the model's lesson and show it. */
function begin(model: WidgetModel, root: Root): TutorSession {
  const server = jupyterServer(document);
  const lines = new Lines({ model, server, WebSocket, get: getFrom });
  const confirmations = new Confirmations();
  const host = new WidgetHost(lines, confirmations);
  const ref = { course: model.get('course'), lesson: model.get('lesson') };
  const session = new TutorSession({
    url: kernel => (server === null ? '' : channelUrl(server, ref, kernel)),
    WebSocket: lines.WebSocket,
    trans: english,
    drafts: new Drafts(() => window.sessionStorage, server?.baseUrl ?? '', ref),
    // What goes through the kernel needs no network that the browser knows of.
    online: () =>
      lines.candidate() === null || server === null || mayBeReached(server, navigator.onLine)
  });
  session.attach(model.get('kernel') || null);
  root.render(
    <>
      <Tutor key={JSON.stringify(ref)} actions={new LessonActions(session, host)} />
      <Confirm confirmations={confirmations} trans={english} />
    </>
  );
  session.connect();
  return session;
}

/** The widget's own element, with its styles beside it: it may stand in a tree of its own. */
function placeIn(el: HTMLElement): { readonly style: HTMLElement; readonly place: HTMLElement } {
  const style = document.createElement('style');
  style.textContent = styles;
  const place = document.createElement('div');
  place.className = 'jt-Widget';
  place.setAttribute('role', 'region');
  place.setAttribute('aria-label', english.__('Tutor'));
  // A key pressed in here is not the notebook's: Enter presses a button, `d` is a letter.
  place.setAttribute('data-lm-suppress-shortcuts', 'true');
  place.addEventListener('keydown', event => event.stopPropagation());
  el.append(style, place);
  if (getComputedStyle(place).getPropertyValue('--jp-layout-color1') === '') {
    place.classList.add('jt-mod-plain');
  }
  return { style, place };
}

export default { render };
