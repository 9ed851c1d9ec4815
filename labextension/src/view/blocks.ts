/**
 * Markdown in pieces that can be drawn one by one: what grows at its end is drawn anew there only.
 *
 * A piece ends at a blank line. None ends within a fence or displayed mathematics, or before an
 * indented line, which goes on with the list above it.
 */

const FENCE = /^\s*(`{3,}|~{3,})/;

/** The pieces, which joined by line ends give all the words again but for blank lines. */
export function blocks(markdown: string): readonly string[] {
  const found: string[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  let displayed = false;
  for (const line of markdown.split('\n')) {
    const begins = lines.at(-1)?.trim() === '' && /^\S/.test(line);
    if (begins && fence === null && !displayed) {
      found.push(lines.join('\n').trimEnd());
      lines = [];
    }
    if (lines.length > 0 || line.trim() !== '') {
      lines.push(line);
    }
    const marks = FENCE.exec(line)?.[1];
    if (fence === null) {
      fence = marks ?? null;
      displayed = fence === null && isOdd(line.split('$$').length - 1) ? !displayed : displayed;
    } else if (marks?.startsWith(fence) === true && line.trim() === marks) {
      fence = null;
    }
  }
  if (lines.length > 0) {
    found.push(lines.join('\n').trimEnd());
  }
  return found;
}

function isOdd(count: number): boolean {
  return count % 2 === 1;
}
