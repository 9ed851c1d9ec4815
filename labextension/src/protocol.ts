/**
 * The panel's protocol, as docs/protocol.md has it: the shapes, and the reading of frames.
 *
 * Owns the narrowing of what arrives to these types; nothing else in the panel looks at raw JSON.
 * It never opens a connection and never decides what a frame leads to.
 */

export type Verdict = 'correct' | 'incorrect' | 'unattempted' | 'error' | 'timeout' | 'undecided';

export type Target = 'fork' | 'fresh' | 'none';

/** A verdict and what was seen; `ran`, `seen` and `expected` are null where nothing is to show. */
export interface Report {
  readonly verdict: Verdict;
  readonly points: number;
  readonly max_points: number;
  readonly message: string;
  readonly ran: string | null;
  readonly seen: string | null;
  readonly expected: string | null;
  readonly misconception: string | null;
  readonly notes: readonly string[];
  readonly target: Target;
}

export type Author = 'tutor' | 'learner' | 'notice';

export type MessageKind =
  | 'welcome'
  | 'exposition'
  | 'question'
  | 'answer'
  | 'verdict'
  | 'hint'
  | 'skipped'
  | 'solution'
  | 'review'
  | 'completed'
  | 'said'
  | 'reply'
  | 'notice';

/** One entry of the transcript. `id` counts from 0; `text` is Markdown and not to be trusted. */
export interface Message {
  readonly id: number;
  readonly at: string;
  readonly author: Author;
  readonly kind: MessageKind;
  readonly text: string;
  readonly title: string | null;
  readonly code: readonly string[];
  readonly question: string | null;
  readonly report: Report | null;
}

export type ActionName =
  'continue' | 'check' | 'hint' | 'skip' | 'solution' | 'stop_check' | 'start_over';

/** A button. `why` says why it cannot be used, and is null when it can. */
export interface Action {
  readonly name: ActionName;
  readonly enabled: boolean;
  readonly why: string | null;
}

export interface ShownOption {
  readonly id: string;
  readonly text: string;
}

/** The question in front of the learner; `last_answer` is null before the first. */
export interface OpenQuestion {
  readonly id: string;
  readonly kind: 'code' | 'choice';
  readonly title: string;
  readonly options: readonly ShownOption[];
  readonly many: boolean;
  readonly attempts: number;
  readonly hints_given: number;
  readonly max_points: number;
  readonly last_answer: string | null;
  /** What the answer cell held at first; null for a choice. */
  readonly stub: string | null;
}

export type ProgressStatus = 'ahead' | 'open' | 'skipped' | 'correct' | 'undecided';

export interface ProgressItem {
  readonly id: string;
  readonly title: string;
  readonly status: ProgressStatus;
  readonly current: boolean;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly points: number;
  readonly max_points: number;
  readonly items: readonly ProgressItem[];
}

/** All of a view but its messages. `seq` is the number of events it stands on. */
export interface Head {
  readonly seq: number;
  readonly phase: string;
  readonly course: string;
  readonly lesson: string;
  readonly course_title: string;
  readonly lesson_title: string;
  readonly check_on_run: boolean;
  readonly question: OpenQuestion | null;
  readonly actions: readonly Action[];
  readonly progress: Progress;
  readonly checking: string | null;
}

export interface ViewFrame {
  readonly type: 'view';
  readonly base: number;
  readonly messages: readonly Message[];
  readonly head: Head;
}

export interface AcceptedFrame {
  readonly type: 'accepted';
  readonly id: string;
  readonly seq: number;
}

export interface RefusedFrame {
  readonly type: 'refused';
  readonly id: string | null;
  readonly reason: string;
}

export type KernelStatus = 'none' | 'starting' | 'idle' | 'busy' | 'restarting' | 'dead';

export interface KernelFrame {
  readonly type: 'kernel';
  readonly status: KernelStatus;
  readonly checks: Target;
  readonly note: string | null;
}

export interface MovedFrame {
  readonly type: 'moved';
  readonly words: string;
}

export interface TroubleFrame {
  readonly type: 'trouble';
  readonly words: string;
}

export interface HeartbeatFrame {
  readonly type: 'heartbeat';
}

export type ServerFrame =
  | ViewFrame
  | AcceptedFrame
  | RefusedFrame
  | KernelFrame
  | MovedFrame
  | TroubleFrame
  | HeartbeatFrame;

export type Answer =
  | { readonly type: 'code'; readonly source: string }
  | { readonly type: 'choice'; readonly options: readonly string[] };

export type Command =
  | { readonly type: 'continue' }
  | { readonly type: 'submit_answer'; readonly question: string; readonly answer: Answer }
  | { readonly type: 'ask_hint' }
  | { readonly type: 'skip_question' }
  | { readonly type: 'ask_solution' }
  | { readonly type: 'stop_check' }
  | { readonly type: 'start_over' }
  | { readonly type: 'say'; readonly text: string };

export type PanelFrame =
  | { readonly type: 'command'; readonly id: string; readonly command: Command }
  | { readonly type: 'attach'; readonly kernel: string | null }
  | { readonly type: 'interrupt' }
  | { readonly type: 'resync' };

/** Why the server closed the connection, by the numbers of the protocol. */
export const CloseCode = { moved: 4001, trouble: 4002, notAllowed: 4003, unknown: 4004 } as const;

/**
 * What a text frame turned out to be: one of the protocol, one of a type this page does not
 * know (a newer server may send such; it is passed over), or nothing that can be read.
 */
export type Reading =
  | { readonly read: 'frame'; readonly frame: ServerFrame }
  | { readonly read: 'unknown'; readonly type: string }
  | { readonly read: 'unreadable'; readonly type: string | null; readonly why: string };

/** Read one frame. Never throws. Fields that the protocol does not name are left out. */
export function readFrame(data: unknown): Reading {
  let type: string | null = null;
  try {
    const value: unknown = JSON.parse(string(data, 'frame'));
    type = string(record(value, 'frame')['type'], 'type');
    if (!Object.hasOwn(frameShapes, type)) {
      return { read: 'unknown', type };
    }
    return { read: 'frame', frame: frameShapes[type as ServerFrame['type']](value, 'frame') };
  } catch (error) {
    return {
      read: 'unreadable',
      type,
      why: error instanceof Error ? error.message : String(error)
    };
  }
}

type Shape<T> = (value: unknown, at: string) => T;

class ShapeError extends Error {
  constructor(at: string, expected: string) {
    super(`${at} should be ${expected}`);
  }
}

function record(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ShapeError(at, 'an object');
  }
  return value as Record<string, unknown>;
}

const string: Shape<string> = (value, at) => {
  if (typeof value !== 'string') {
    throw new ShapeError(at, 'text');
  }
  return value;
};

const number: Shape<number> = (value, at) => {
  if (typeof value !== 'number') {
    throw new ShapeError(at, 'a number');
  }
  return value;
};

const count: Shape<number> = (value, at) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new ShapeError(at, 'a count');
  }
  return value as number;
};

const boolean: Shape<boolean> = (value, at) => {
  if (typeof value !== 'boolean') {
    throw new ShapeError(at, 'true or false');
  }
  return value;
};

function oneOf<T extends string>(...words: readonly T[]): Shape<T> {
  return (value, at) => {
    if (!(words as readonly unknown[]).includes(value)) {
      throw new ShapeError(at, `one of ${words.join(', ')}`);
    }
    return value as T;
  };
}

function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? null : shape(value, at));
}

function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) {
      throw new ShapeError(at, 'a list');
    }
    return value.map((item, index) => shape(item, `${at}[${index}]`));
  };
}

function object<T>(fields: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  return (value, at) => {
    const given = record(value, at);
    const read: Partial<T> = {};
    for (const key of Object.keys(fields) as (keyof T & string)[]) {
      read[key] = fields[key](given[key], `${at}.${key}`);
    }
    return read as T;
  };
}

const report = object<Report>({
  verdict: oneOf('correct', 'incorrect', 'unattempted', 'error', 'timeout', 'undecided'),
  points: number,
  max_points: number,
  message: string,
  ran: nullable(string),
  seen: nullable(string),
  expected: nullable(string),
  misconception: nullable(string),
  notes: list(string),
  target: oneOf('fork', 'fresh', 'none')
});

const message = object<Message>({
  id: count,
  at: string,
  author: oneOf('tutor', 'learner', 'notice'),
  kind: oneOf(
    'welcome',
    'exposition',
    'question',
    'answer',
    'verdict',
    'hint',
    'skipped',
    'solution',
    'review',
    'completed',
    'said',
    'reply',
    'notice'
  ),
  text: string,
  title: nullable(string),
  code: list(string),
  question: nullable(string),
  report: nullable(report)
});

const question = object<OpenQuestion>({
  id: string,
  kind: oneOf('code', 'choice'),
  title: string,
  options: list(object<ShownOption>({ id: string, text: string })),
  many: boolean,
  attempts: count,
  hints_given: count,
  max_points: number,
  last_answer: nullable(string),
  stub: nullable(string)
});

const action = object<Action>({
  name: oneOf('continue', 'check', 'hint', 'skip', 'solution', 'stop_check', 'start_over'),
  enabled: boolean,
  why: nullable(string)
});

const progress = object<Progress>({
  done: count,
  total: count,
  points: number,
  max_points: number,
  items: list(
    object<ProgressItem>({
      id: string,
      title: string,
      status: oneOf('ahead', 'open', 'skipped', 'correct', 'undecided'),
      current: boolean
    })
  )
});

const head = object<Head>({
  seq: count,
  phase: string,
  course: string,
  lesson: string,
  course_title: string,
  lesson_title: string,
  check_on_run: boolean,
  question: nullable(question),
  actions: list(action),
  progress,
  checking: nullable(string)
});

const frameShapes: { readonly [T in ServerFrame['type']]: Shape<ServerFrame> } = {
  view: object<ViewFrame>({ type: oneOf('view'), base: count, messages: list(message), head }),
  accepted: object<AcceptedFrame>({ type: oneOf('accepted'), id: string, seq: count }),
  refused: object<RefusedFrame>({ type: oneOf('refused'), id: nullable(string), reason: string }),
  kernel: object<KernelFrame>({
    type: oneOf('kernel'),
    status: oneOf('none', 'starting', 'idle', 'busy', 'restarting', 'dead'),
    checks: oneOf('fork', 'fresh', 'none'),
    note: nullable(string)
  }),
  moved: object<MovedFrame>({ type: oneOf('moved'), words: string }),
  trouble: object<TroubleFrame>({ type: oneOf('trouble'), words: string }),
  heartbeat: object<HeartbeatFrame>({ type: oneOf('heartbeat') })
};
