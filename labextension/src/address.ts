/** The addresses of the tutor's server extension, from JupyterLab's own connection settings. */

import { URLExt } from '@jupyterlab/coreutils';
import type { ServerConnection } from '@jupyterlab/services';

import type { LessonRef } from './markers';

/** Where the channel of a lesson is opened; the token is added where cookies do not serve. */
export function channelUrl(
  settings: ServerConnection.ISettings,
  { course, lesson }: LessonRef,
  kernel: string | null
): string {
  const path = URLExt.join(
    settings.wsUrl,
    'api/jupyter-tutor/sessions',
    encodeURIComponent(course),
    encodeURIComponent(lesson),
    'channel'
  );
  const query = new URLSearchParams();
  if (kernel !== null) {
    query.set('kernel', kernel);
  }
  if (settings.appendToken && settings.token !== '') {
    query.set('token', settings.token);
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** Where the tutor's REST side answers; `path` is below its own. */
export function restUrl(settings: ServerConnection.ISettings, path: string): string {
  return URLExt.join(settings.baseUrl, 'api/jupyter-tutor', path);
}

/**
 * Whether the server can be reached as far as the browser knows. A server on the learner's own
 * machine needs no network, and a browser without one says it is offline all the same.
 */
export function mayBeReached(settings: ServerConnection.ISettings, online: boolean): boolean {
  const { hostname } = new URL(settings.wsUrl);
  return online || /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
