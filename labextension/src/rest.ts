/**
 * What the tutor's server answers to a request: its value, or its words for why there is none.
 *
 * Owns the form that all refusals have. How a request is made is the caller's.
 */

import { object, string } from './shapes';

const refusal = object<{ message: string }>({ message: string });

/**
 * The response, if it is one of success; else an `Error` with the server's own words, or those of
 * `failed` (for the number of a status) where it gives none.
 */
export async function accepted(
  response: Response,
  path: string,
  failed: (status: number) => string
): Promise<Response> {
  if (response.ok) {
    return response;
  }
  const words = await response
    .json()
    .then((body: unknown) => refusal(body, path).message)
    // A proxy in between answers in HTML.
    .catch(() => failed(response.status));
  throw new Error(words);
}
