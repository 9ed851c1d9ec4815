/**
 * The panel's protocol, as docs/protocol.md has it: types only, and the numbers of its close codes.
 *
 * What arrives is narrowed to them in `reading.ts`.
 */

export type Verdict = 'correct' | 'incorrect' | 'unattempted' | 'error' | 'timeout' | 'undecided';

export type LiveTarget = 'fork' | 'fresh' | 'none';
export type Target = LiveTarget | 'sandbox' | 'process';

/** An idea that an answer in words should hold: found or not, and in which of the answer's words. */
export interface Evidence {
  readonly idea: string;
  readonly found: boolean;
  readonly quote: string | null;
}

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
  /** Empty where the answer was not judged by its ideas. */
  readonly evidence: readonly Evidence[];
}

/** How a reply ended; all but `finished` left it without its end. */
export type Ending = 'finished' | 'stopped' | 'lost' | 'withheld' | 'failed' | 'broke_off';

/** How far a reply can be relied on; `verified`: what it claims of code was run, and holds. */
export type ConfidenceLabel = 'verified' | 'high' | 'medium' | 'low';

export type FactorName = 'self_assessment' | 'relevance' | 'clarity' | 'completeness';

/** One of the reasons for a confidence, between 0 and 1; `why` says it in words. */
export interface Factor {
  readonly name: FactorName;
  readonly value: number;
  readonly why: string;
}

/** `ran` is what was run to verify a claim, as short lines. */
export interface Confidence {
  readonly label: ConfidenceLabel;
  readonly factors: readonly Factor[];
  readonly ran: readonly string[];
}

/** What a reply rests on: a section of the lesson, or the learner's answer to a question. */
export interface Ground {
  readonly type: 'section' | 'answer';
  readonly id: string;
  readonly title: string;
}

/** What is known of a reply that has ended. */
export interface Reply {
  readonly ending: Ending;
  readonly confidence: Confidence | null;
  readonly rests_on: readonly Ground[];
  readonly offers_person: boolean;
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
  | 'summary'
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
  /** Null where no language model was to reply. */
  readonly reply: Reply | null;
  /** A language model wrote it. */
  readonly helped: boolean;
}

export type ActionName =
  | 'continue'
  | 'check'
  | 'hint'
  | 'skip'
  | 'solution'
  | 'stop_check'
  | 'stop_reply'
  | 'summary'
  | 'start_over'
  | 'update';

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

/**
 * How a question is answered: in a cell (code), by picking (choice), by putting lines in order
 * (order), by filling blanks (blanks), or by typing (the rest).
 */
export type QuestionKind =
  | 'code'
  | 'choice'
  | 'number'
  | 'predict'
  | 'expression'
  | 'formula'
  | 'prose'
  | 'order'
  | 'blanks';

/** No answer is taken from `since` (ISO 8601, UTC) on for `seconds`. */
export interface Pause {
  readonly since: string;
  readonly seconds: number;
}

/** The question in front of the learner; `last_answer` is null before the first. */
export interface OpenQuestion {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly title: string;
  /** Those of a choice, or the lines to be put in order. */
  readonly options: readonly ShownOption[];
  readonly many: boolean;
  /** The names that an expression or a formula may use. */
  readonly names: readonly string[];
  /** The unit that a number is given in. */
  readonly unit: string | null;
  /** The text around blanks: one more than there are of them, or none. */
  readonly pieces: readonly string[];
  /** Lines and pieces are of a program and shown as they are; else they are Markdown. */
  readonly verbatim: boolean;
  readonly attempts: number;
  /** Null where there is no limit. */
  readonly tries_left: number | null;
  /** The one that the last try has begun, be it over or not; null: there is none. */
  readonly pause: Pause | null;
  readonly hints_given: number;
  readonly max_points: number;
  readonly last_answer: string | null;
  /** How the last answer was read, where it is a formula. */
  readonly read_as: string | null;
  /** What the answer cell held at first; null where the answer is given in the panel. */
  readonly stub: string | null;
}

export type ProgressStatus = 'ahead' | 'open' | 'skipped' | 'correct' | 'undecided' | 'missed';

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

/** What is being written for the learner; `words` is what may be shown of it so far. */
export interface Writing {
  readonly kind: 'reply' | 'hint' | 'summary';
  readonly request: string;
  readonly words: string;
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
  /** The author has changed the lesson; the learner is still on the version they began. */
  readonly newer: boolean;
  readonly question: OpenQuestion | null;
  readonly actions: readonly Action[];
  readonly progress: Progress;
  readonly checking: string | null;
  readonly writing: Writing | null;
  /** The language model that helps; null: none does. */
  readonly model: string | null;
  /** The ids of the replies that a person was asked to look at. */
  readonly persons: readonly number[];
}

export interface ViewFrame {
  readonly type: 'view';
  readonly base: number;
  readonly messages: readonly Message[];
  readonly head: Head;
}

/** All the words so far of what is being written; they stand until the next view. */
export interface DeltaFrame {
  readonly type: 'delta';
  readonly request: string;
  readonly text: string;
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
  readonly checks: LiveTarget;
  readonly note: string | null;
}

/** How saving goes; words where there is something to know. */
export interface RecordFrame {
  readonly type: 'record';
  readonly state: 'fine' | 'behind' | 'full';
  readonly words: string | null;
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
  | DeltaFrame
  | AcceptedFrame
  | RefusedFrame
  | KernelFrame
  | RecordFrame
  | MovedFrame
  | TroubleFrame
  | HeartbeatFrame;

export type Answer =
  | { readonly type: 'code'; readonly source: string }
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'order'; readonly lines: readonly string[] }
  | { readonly type: 'blanks'; readonly texts: readonly string[] }
  | { readonly type: 'text'; readonly text: string };

export type Command =
  | { readonly type: 'continue' }
  | { readonly type: 'submit_answer'; readonly question: string; readonly answer: Answer }
  | { readonly type: 'ask_hint' }
  | { readonly type: 'skip_question' }
  | { readonly type: 'ask_solution' }
  | { readonly type: 'stop_check' }
  | { readonly type: 'stop_reply' }
  | { readonly type: 'ask_summary' }
  | { readonly type: 'start_over' }
  | { readonly type: 'update_lesson' }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'ask_person'; readonly message: number };

export type PanelFrame =
  | { readonly type: 'command'; readonly id: string; readonly command: Command }
  | { readonly type: 'attach'; readonly kernel: string | null }
  | { readonly type: 'interrupt' }
  | { readonly type: 'resync' };

/** Why the server closed the connection, by the numbers of the protocol. */
export const CloseCode = { moved: 4001, trouble: 4002, notAllowed: 4003, unknown: 4004 } as const;
