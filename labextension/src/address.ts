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
