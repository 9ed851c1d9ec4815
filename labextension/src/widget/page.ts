/**
 * The Jupyter page the widget is shown on, if it is one.
 *
 * Owns the reading of the page's own configuration: where its server is and how it lets us in.
 */

import type { Server } from '../address';

/** Null where the page does not belong to a Jupyter server (VS Code, a page of its own). */
export function jupyterServer(document: Document): Server | null {
  const element = document.getElementById('jupyter-config-data');
  if (element === null) {
    return null;
  }
  try {
    const config = JSON.parse(element.textContent) as { readonly [name: string]: unknown };
    const text = (name: string): string => (typeof config[name] === 'string' ? config[name] : '');
    const baseUrl = new URL(text('baseUrl') || '/', document.baseURI).href;
    const wsUrl = new URL(text('wsUrl') || baseUrl, baseUrl).href.replace(/^http/, 'ws');
    const elsewhere = new URL(wsUrl).host !== document.location.host;
    return { baseUrl, wsUrl, token: text('token'), appendToken: elsewhere };
  } catch {
    // Not the configuration of any Jupyter page we know: go by way of the kernel.
    return null;
  }
}

/** GET something of the server with the page's own credentials. */
export function getFrom({ token }: Server, url: string): Promise<Response> {
  const headers: Record<string, string> = token === '' ? {} : { Authorization: `token ${token}` };
  return fetch(url, { headers, credentials: 'same-origin', cache: 'no-store' });
}
