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

afterEach(cleanup);
