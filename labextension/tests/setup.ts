/** What JupyterLab's packages and the view expect of a browser and jsdom does not have. */

import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

/** jsdom lays nothing out, so nothing ever changes its size. */
class StillResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

class PlainDragEvent extends MouseEvent {}

Object.assign(window, {
  ResizeObserver: StillResizeObserver,
  DragEvent: PlainDragEvent,
  CSS: { escape: (name: string) => name.replace(/[^\w-]/g, '\\$&') },
  matchMedia: () => ({ matches: false, addListener: () => undefined })
});

/** jsdom has the element but none of its ways; what matters here is that it is open, then not. */
HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement): void {
  this.open = true;
};
HTMLDialogElement.prototype.close = function (this: HTMLDialogElement): void {
  this.open = false;
};

afterEach(() => {
  cleanup();
  sessionStorage.clear();
});
