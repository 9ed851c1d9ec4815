/**
 * The addresses of the tutor's server extension.
 *
 * Takes of JupyterLab's connection settings only what any page of a Jupyter server knows.
 */

import type { LessonRef } from './markers';

/** A Jupyter server, as its own pages know it. Addresses are whole, with scheme and host. */
export interface Server {
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly token: string;
  /** Whether the token goes into the address, where cookies do not serve. */
  readonly appendToken: boolean;
}

/** Where the channel of a lesson is opened. */
export function channelUrl(
  { wsUrl, token, appendToken }: Omit<Server, 'baseUrl'>,
  { course, lesson }: LessonRef,
  kernel: string | null
): string {
  const path = below(
    wsUrl,
    `api/jupyter-tutor/sessions/${encodeURIComponent(course)}/${encodeURIComponent(lesson)}/channel`
  );
  const query = new URLSearchParams();
  if (kernel !== null) {
    query.set('kernel', kernel);
  }
  if (appendToken && token !== '') {
    query.set('token', token);
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** Where the tutor's REST side answers; `path` is below its own. */
export function restUrl({ baseUrl }: Pick<Server, 'baseUrl'>, path: string): string {
  return below(baseUrl, `api/jupyter-tutor/${path}`);
}

/** Where the server tells of a kernel of its own. */
export function kernelUrl({ baseUrl }: Pick<Server, 'baseUrl'>, kernel: string): string {
  return below(baseUrl, `api/kernels/${encodeURIComponent(kernel)}`);
}

/**
 * Whether the server can be reached as far as the browser knows. A server on the learner's own
 * machine needs no network, and a browser without one says it is offline all the same.
 */
export function mayBeReached({ wsUrl }: Pick<Server, 'wsUrl'>, online: boolean): boolean {
  const { hostname } = new URL(wsUrl);
  return online || /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function below(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path}`;
}
