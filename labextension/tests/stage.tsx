/** The chat view on a made-up host and server, and the ways the tests look at it. */

import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';

import { LessonActions } from '../src/actions';
import { Drafts } from '../src/drafts';
import { TutorSession } from '../src/session';
import { Tutor } from '../src/view/Tutor';
import { FakeHost } from './fakeHost';
import { FakeSocket } from './fakeSocket';
import { trans } from './words';

export class Stage {
  host = new FakeHost();
  online = true;
  session = this._begin();

  begin(): void {
    FakeSocket.all = [];
    this.host = new FakeHost();
    this.online = true;
    this.session = this._begin();
  }

  /** The page is loaded anew: what it kept is what the browser kept for it. */
  reload(): void {
    cleanup();
    this.session.dispose();
    this.session = this._begin();
    this.show();
  }

  show(): { unmount: () => void } {
    this.session.connect();
    return render(<Tutor actions={new LessonActions(this.session, this.host)} />);
  }

  private _begin(): TutorSession {
    return new TutorSession({
      url: () => 'ws://server',
      WebSocket: FakeSocket.asWebSocket,
      trans,
      drafts: new Drafts(() => sessionStorage, 'http://server/', {
        course: 'python-foundations',
        lesson: 'functions'
      }),
      online: () => this.online
    });
  }
}

/** A stage that is made anew for each test of the file. */
export function stageForEach(): Stage {
  const stage = new Stage();
  beforeEach(() => stage.begin());
  afterEach(() => stage.session.dispose());
  return stage;
}

/** The server says these, and what is drawn of it is in place. */
export async function says(...frames: unknown[]): Promise<void> {
  await act(async () => {
    for (const frame of frames) {
      FakeSocket.last.says(frame);
    }
    await Promise.resolve();
  });
}

/** The commands that were sent, without their ids. */
export const asked = (): unknown[] =>
  FakeSocket.last.sent
    .map(frame => (frame as { command?: unknown }).command)
    .filter(command => command !== undefined);

export const button = (name: string): HTMLElement => screen.getByRole('button', { name });

/** What has this stable name. */
export const hooks = (name: string): HTMLElement[] =>
  Array.from(document.querySelectorAll<HTMLElement>(`[data-tutor="${name}"]`));

export const texts = (elements: readonly HTMLElement[]): string[] =>
  elements.map(element => element.textContent);
