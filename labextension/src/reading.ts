/**
 * The reading of frames: text from the server to the protocol's types, or why it is none.
 *
 * It never opens a connection and never decides what a frame leads to.
 */

import type {
  AcceptedFrame,
  Action,
  Confidence,
  DeltaFrame,
  Evidence,
  Factor,
  Ground,
  Head,
  HeartbeatFrame,
  KernelFrame,
  Message,
  MovedFrame,
  OpenQuestion,
  Pause,
  Progress,
  ProgressItem,
  RecordFrame,
  RefusedFrame,
  Reply,
  Report,
  ServerFrame,
  ShownOption,
  TroubleFrame,
  ViewFrame,
  Writing
} from './protocol';
import {
  boolean,
  count,
  list,
  nullable,
  number,
  object,
  oneOf,
  otherwise,
  record,
  string
} from './shapes';
import type { Shape } from './shapes';

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
  target: oneOf('fork', 'fresh', 'sandbox', 'process', 'none'),
  evidence: otherwise(
    list(object<Evidence>({ idea: string, found: boolean, quote: nullable(string) })),
    []
  )
});

const confidence = object<Confidence>({
  label: oneOf('verified', 'high', 'medium', 'low'),
  factors: list(
    object<Factor>({
      name: oneOf('self_assessment', 'relevance', 'clarity', 'completeness'),
      value: number,
      why: string
    })
  ),
  ran: list(string)
});

const reply = object<Reply>({
  ending: oneOf('finished', 'stopped', 'lost', 'withheld', 'failed', 'broke_off'),
  confidence: nullable(confidence),
  rests_on: list(object<Ground>({ type: oneOf('section', 'answer'), id: string, title: string })),
  offers_person: boolean
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
    'summary',
    'notice'
  ),
  text: string,
  title: nullable(string),
  code: list(string),
  question: nullable(string),
  report: nullable(report),
  reply: nullable(reply),
  helped: boolean
});

const question = object<OpenQuestion>({
  id: string,
  kind: oneOf(
    'code',
    'choice',
    'number',
    'predict',
    'expression',
    'formula',
    'prose',
    'order',
    'blanks'
  ),
  title: string,
  options: list(object<ShownOption>({ id: string, text: string })),
  many: boolean,
  names: list(string),
  unit: nullable(string),
  pieces: list(string),
  verbatim: boolean,
  attempts: count,
  tries_left: nullable(count),
  pause: nullable(object<Pause>({ since: string, seconds: number })),
  hints_given: count,
  max_points: number,
  last_answer: nullable(string),
  read_as: nullable(string),
  stub: nullable(string)
});

const action = object<Action>({
  name: oneOf(
    'continue',
    'check',
    'hint',
    'skip',
    'solution',
    'stop_check',
    'stop_reply',
    'summary',
    'start_over',
    'update'
  ),
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
      status: oneOf('ahead', 'open', 'skipped', 'correct', 'undecided', 'missed'),
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
  newer: boolean,
  question: nullable(question),
  actions: list(action),
  progress,
  checking: nullable(string),
  writing: nullable(
    object<Writing>({ kind: oneOf('reply', 'hint', 'summary'), request: string, words: string })
  ),
  model: nullable(string),
  persons: list(count)
});

const frameShapes: { readonly [T in ServerFrame['type']]: Shape<ServerFrame> } = {
  view: object<ViewFrame>({ type: oneOf('view'), base: count, messages: list(message), head }),
  delta: object<DeltaFrame>({ type: oneOf('delta'), request: string, text: string }),
  accepted: object<AcceptedFrame>({ type: oneOf('accepted'), id: string, seq: count }),
  refused: object<RefusedFrame>({ type: oneOf('refused'), id: nullable(string), reason: string }),
  kernel: object<KernelFrame>({
    type: oneOf('kernel'),
    status: oneOf('none', 'starting', 'idle', 'busy', 'restarting', 'dead'),
    checks: oneOf('fork', 'fresh', 'none'),
    note: nullable(string)
  }),
  record: object<RecordFrame>({
    type: oneOf('record'),
    state: oneOf('fine', 'behind', 'full'),
    words: nullable(string)
  }),
  moved: object<MovedFrame>({ type: oneOf('moved'), words: string }),
  trouble: object<TroubleFrame>({ type: oneOf('trouble'), words: string }),
  heartbeat: object<HeartbeatFrame>({ type: oneOf('heartbeat') })
};
