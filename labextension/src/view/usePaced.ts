/** Words that come faster than they can be read, or drawn, at a pace that keeps the page quick. */

import { useEffect, useRef, useState } from 'react';

/** The shortest time between two drawings, in milliseconds. */
export const PACE_MS = 80;
/** So many characters make it a millisecond longer: there is more to draw. */
const CHARACTERS_PER_MS = 50;

/** The words, at most one change for each pace; the last change is never left out. */
export function usePaced(words: string): string {
  const [shown, setShown] = useState(words);
  const due = useRef(0);
  useEffect(() => {
    if (words === shown) {
      return;
    }
    const show = (): void => {
      due.current = performance.now() + PACE_MS + words.length / CHARACTERS_PER_MS;
      setShown(words);
    };
    const timer = setTimeout(show, Math.max(0, due.current - performance.now()));
    return () => clearTimeout(timer);
  }, [words, shown]);
  return shown;
}
