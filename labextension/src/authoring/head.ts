/**
 * The head of a cell, read and rewritten: `#|` lines in code, an HTML comment in Markdown.
 *
 * The notation is that of `jupyter_tutor/authoring/markers.py`. Owns the editing of text only, and
 * loses none: what an author wrote below a head stays as it is, to the last blank. What roles and
 * keys there are is the server's to say.
 */

/** What is looked at of a cell. */
export interface CellText {
  readonly type: string;
  readonly source: string;
}

/** A role in one type of cell; `first_keys` are those with which its head is begun. */
export interface Role {
  readonly role: string;
  readonly cell: 'markdown' | 'code';
  readonly keys: readonly string[];
  readonly first_keys: readonly string[];
}

/** What a key of a head is to hold; empty where only the author can know. */
export type Fill = (key: string, role: string) => string;

/** A line of a head: as it stands, and what of it is YAML. */
interface Line {
  readonly raw: string;
  readonly text: string;
}

/** A key with its lines; `key` null: a comment, or an empty line. */
interface Part {
  readonly key: string | null;
  readonly lines: readonly Line[];
}

interface Head {
  readonly parts: readonly Part[];
  /** A line of a key, as it is written here. */
  readonly line: (key: string, value: string) => Line;
  /** The whole cell, with these parts in place of those that are there. */
  readonly write: (parts: readonly Part[]) => string;
  /** The cell without its head, but for the parts that are to stay. */
  readonly without: (stays: (part: Part) => boolean) => string;
}

const UNCLOSED = /^(\s*<!--\s*tutor[ \t]*:[ \t]*)([^\s#]*)[^\n]*(\n|$)/;

/** The role that a cell says it has, known or not; null when it has none. */
export function roleOf(cell: CellText): string | null {
  const head = headOf(cell);
  if (head === null) {
    return unclosed(cell)?.[2] || null;
  }
  return valueIn(head, 'tutor');
}

/** The value of a key of a cell's head, or null. */
export function valueOf(cell: CellText, key: string): string | null {
  const head = headOf(cell);
  return head === null ? null : valueIn(head, key);
}

/** The text of the cell with this role: a new head, or the one that it has with what is needed. */
export function withRole(cell: CellText, role: Role, fill: Fill): string {
  const broken = unclosed(cell);
  if (broken !== null) {
    const [, opening = '', word = ''] = broken;
    const after = cell.source.slice(opening.length + word.length);
    return `${opening.trimEnd()} ${role.role}${after}`;
  }
  const head = headOf(cell);
  if (head === null) {
    return newHead(role, fill) + cell.source;
  }
  const before = valueIn(head, 'tutor') ?? '';
  const has = new Set(head.parts.map(({ key }) => key));
  const missing = role.first_keys.filter(key => !has.has(key));
  const added = missing.map(key => ({ key, lines: [head.line(key, fill(key, role.role))] }));
  if (!has.has('tutor')) {
    if (head.parts[0] !== undefined && isOdd(head.parts[0])) {
      return `${newHead(role, fill)}${cell.source.startsWith('\n') ? '' : '\n'}${cell.source}`;
    }
    const first: Part = { key: 'tutor', lines: [head.line('tutor', role.role)] };
    return head.write([first, ...added, ...head.parts]);
  }
  const kept = head.parts
    .filter(part => {
      const { key } = part;
      const belongs = key === null || key === 'tutor' || role.keys.includes(key);
      // What nobody has filled in yet goes; what an author wrote stays, and is told of as a fault.
      const value = valueOfPart(part);
      return belongs || (value !== '' && value !== fill(key, before));
    })
    .map(part => (part.key === 'tutor' ? renamed(part, role.role) : part));
  return head.write([...kept, ...added]);
}

/** The text of the cell without its head. `known` are the keys of all roles. */
export function withoutRole(cell: CellText, known: ReadonlySet<string>): string {
  const broken = unclosed(cell);
  if (broken !== null) {
    return cell.source.slice(broken[0].length);
  }
  const head = headOf(cell);
  if (head === null || valueIn(head, 'tutor') === null) {
    return cell.source;
  }
  return head.without(({ key }) => key === null || (key !== 'tutor' && !known.has(key)));
}

/** Where two texts differ: from `start` to `end` of the one stands `text` in the other. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The smallest single edit that makes the one text of the other. */
export function editBetween(before: string, after: string): Edit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) {
    start += 1;
  }
  let tail = 0;
  while (
    tail < most - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

function newHead(role: Role, fill: Fill): string {
  const keys = ['tutor', ...role.first_keys];
  const lines = keys.map(key => entry(key, key === 'tutor' ? role.role : fill(key, role.role)));
  return role.cell === 'code'
    ? lines.map(line => `#| ${line}\n`).join('')
    : `<!-- ${lines.join('\n')}\n-->\n`;
}

function entry(key: string, value: string): string {
  return value === '' ? `${key}:` : `${key}: ${value}`;
}

/** The head of a cell, which may be of another than us (Quarto has many); null: it has none. */
function headOf(cell: CellText): Head | null {
  if (cell.type === 'code') {
    return codeHead(cell.source);
  }
  return cell.type === 'markdown' ? markdownHead(cell.source) : null;
}

function codeHead(source: string): Head | null {
  const all = source.split('\n');
  let first = 0;
  while (first < all.length && all[first]?.trim() === '') {
    first += 1;
  }
  let end = first;
  while (all[end]?.startsWith('#|')) {
    end += 1;
  }
  if (first === end) {
    return null;
  }
  const lines = all.slice(first, end).map(raw => ({ raw, text: raw.slice(2).replace(/^ /, '') }));
  const write = (parts: readonly Part[]): string =>
    [...all.slice(0, first), ...rawOf(parts), ...all.slice(end)].join('\n');
  const parts = partsOf(lines);
  return {
    parts,
    line: (key, value) => ({ raw: `#| ${entry(key, value)}`, text: entry(key, value) }),
    write,
    without: stays => write(parts.filter(stays))
  };
}

function markdownHead(source: string): Head | null {
  const found = /^(\s*<!--)(\s*tutor[ \t]*:[\s\S]*?)-->/.exec(source);
  if (found === null) {
    return null;
  }
  const [head, opening = '', inner = ''] = found;
  const after = source.slice(head.length);
  const [top = '', ...rest] = inner.split('\n');
  const indents = rest
    .filter(line => line.trim() !== '')
    .map(line => line.length - line.trimStart().length);
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  const whole = [
    { raw: top, text: top.trim() },
    ...rest.map(raw => ({ raw, text: raw.slice(indent) }))
  ];
  // `-->` stands on a line of its own, or behind the last key: what is before it is no text of it.
  const own = whole.length > 1 && whole.at(-1)?.text.trim() === '';
  const closing = own ? (whole.at(-1)?.raw ?? '') : null;
  const lines = own
    ? whole.slice(0, -1)
    : whole.map((line, index) =>
        index === whole.length - 1 ? { ...line, raw: line.raw.trimEnd() } : line
      );
  return {
    parts: partsOf(lines),
    line: (key, value) => ({
      raw: `${' '.repeat(indent)}${entry(key, value)}`,
      text: entry(key, value)
    }),
    write: parts => {
      const written = rawOf(parts);
      const end = closing === null ? closingOf(written, lines) : `\n${closing}`;
      return `${opening}${written.join('\n')}${end}-->${after}`;
    },
    without: () => source.slice(0, opening.length - 4) + after.replace(/^[ \t]*\r?\n?/, '')
  };
}

/** How a head is closed whose `-->` stood behind its last key: on a line of its own once it grew. */
function closingOf(written: readonly string[], before: readonly Line[]): string {
  return written.length > before.length ? '\n' : ' ';
}

function partsOf(lines: readonly Line[]): Part[] {
  const parts: { key: string | null; lines: Line[] }[] = [];
  for (const line of lines) {
    const key = /^([\w-]+)[ \t]*:(?=\s|$)/.exec(line.text)?.[1];
    const last = parts.at(-1);
    if (key !== undefined) {
      parts.push({ key, lines: [line] });
    } else if (last === undefined || !continues(line, last)) {
      parts.push({ key: null, lines: [line] });
    } else {
      last.lines.push(line);
    }
  }
  return parts;
}

/** Whether a line belongs to the key above it: it is further in, or the value is not there yet. */
function continues({ text }: Line, above: { key: string | null; lines: Line[] }): boolean {
  if (above.key === null || text.trim() === '' || text.startsWith('#')) {
    return false;
  }
  return /^\s/.test(text) || above.lines.length > 1 || valueOfPart(above) === '';
}

/** A line that is neither a key nor a remark, and would be taken for more of a key above it. */
function isOdd({ key, lines }: Part): boolean {
  const text = lines[0]?.text ?? '';
  return key === null && text.trim() !== '' && !text.startsWith('#');
}

function rawOf(parts: readonly Part[]): string[] {
  return parts.flatMap(({ lines }) => lines.map(({ raw }) => raw));
}

function valueIn(head: Head, key: string): string | null {
  const part = head.parts.find(candidate => candidate.key === key);
  return part === undefined ? null : valueOfPart(part);
}

/** What stands behind the key; quotes and comments as in YAML's plain cases. */
function valueOfPart({ key, lines }: Part): string {
  const [first, ...rest] = lines.map(({ text }) => text.trim());
  const value = (first ?? '').slice((key ?? '').length).replace(/^[ \t]*:/, '');
  const whole = [value.trim(), ...rest].join('\n');
  const quoted = /^(["'])(.*?)\1/.exec(whole)?.[2];
  return quoted ?? whole.replace(/(^|\s)#.*$/, '').trim();
}

function renamed({ key, lines }: Part, role: string): Part {
  const [first, ...rest] = lines;
  const rename = (text: string): string =>
    text.replace(/tutor[ \t]*:[ \t]*[^\s#]*/, `tutor: ${role}`);
  return first === undefined
    ? { key, lines }
    : { key, lines: [{ raw: rename(first.raw), text: rename(first.text) }, ...rest] };
}

/** A Markdown head without its end, as it is matched; null: there is none. */
function unclosed({ type, source }: CellText): RegExpExecArray | null {
  return type === 'markdown' && markdownHead(source) === null ? UNCLOSED.exec(source) : null;
}
