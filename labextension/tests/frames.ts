/** Messages, heads and frames as a server would send them, to be varied by the tests. */

import type {
  Action,
  DeltaFrame,
  Head,
  KernelFrame,
  Message,
  OpenQuestion,
  RecordFrame,
  Reply,
  Report,
  ViewFrame,
  Writing
} from '../src/protocol';

export function message(id: number, parts: Partial<Message> = {}): Message {
  return {
    id,
    at: '2026-11-22T09:46:20.125Z',
    author: 'tutor',
    kind: 'exposition',
    text: `Words ${id}`,
    title: null,
    code: [],
    question: null,
    report: null,
    reply: null,
    helped: false,
    ...parts
  };
}

export function messages(count: number, from = 0): Message[] {
  return Array.from({ length: count }, (_, index) => message(from + index));
}

export function report(parts: Partial<Report> = {}): Report {
  return {
    verdict: 'incorrect',
    points: 0,
    max_points: 1,
    message: 'Not quite.',
    ran: 'mean([4])',
    seen: '2.0',
    expected: '4.0',
    misconception: 'halves',
    notes: [],
    target: 'fork',
    evidence: [],
    ...parts
  };
}

export function reply(parts: Partial<Reply> = {}): Reply {
  return {
    ending: 'finished',
    confidence: {
      label: 'medium',
      factors: [
        { name: 'self_assessment', value: 0.8, why: 'The language model says it is fairly sure.' },
        { name: 'relevance', value: 0.9, why: 'The lesson has a section on lists.' },
        { name: 'clarity', value: 1, why: 'The question is clear.' },
        { name: 'completeness', value: 0.5, why: 'One part of the question is left open.' }
      ],
      ran: []
    },
    rests_on: [],
    offers_person: false,
    ...parts
  };
}

export function writing(parts: Partial<Writing> = {}): Writing {
  return { kind: 'reply', request: 'reply-4', words: '', ...parts };
}

export function delta(text: string, request = 'reply-4'): DeltaFrame {
  return { type: 'delta', request, text };
}

export function question(parts: Partial<OpenQuestion> = {}): OpenQuestion {
  return {
    id: 'mean',
    kind: 'code',
    title: 'The mean',
    options: [],
    many: false,
    names: [],
    unit: null,
    pieces: [],
    verbatim: false,
    attempts: 0,
    tries_left: null,
    pause: null,
    hints_given: 0,
    max_points: 1,
    last_answer: null,
    read_as: null,
    stub: 'def mean(xs):\n    ...',
    ...parts
  };
}

export function choice(parts: Partial<OpenQuestion> = {}): OpenQuestion {
  return question({
    id: 'which',
    kind: 'choice',
    title: 'Which is a list?',
    options: [
      { id: 'a', text: 'square' },
      { id: 'b', text: 'round' }
    ],
    stub: null,
    ...parts
  });
}

/** A question that is answered by typing. */
export function typed(
  kind: 'number' | 'predict' | 'expression' | 'formula' | 'prose',
  parts: Partial<OpenQuestion> = {}
): OpenQuestion {
  return question({ id: 'how-many', kind, title: 'How many?', stub: null, ...parts });
}

export function action(name: Action['name'], why: string | null = null): Action {
  return { name, enabled: why === null, why };
}

export function head(parts: Partial<Head> = {}): Head {
  return {
    seq: 3,
    phase: 'exposition',
    course: 'python-foundations',
    lesson: 'functions',
    course_title: 'Python foundations',
    lesson_title: 'Functions and lists',
    check_on_run: false,
    newer: false,
    question: null,
    actions: [action('continue'), action('start_over')],
    progress: {
      done: 1,
      total: 3,
      points: 1,
      max_points: 3,
      items: [
        { id: 'names', title: 'Names', status: 'correct', current: false },
        { id: 'mean', title: 'The mean', status: 'open', current: true },
        { id: 'which', title: 'Which is a list?', status: 'ahead', current: false }
      ]
    },
    checking: null,
    writing: null,
    model: null,
    persons: [],
    ...parts
  };
}

/** A head in which this question is open. */
export function asking(open: OpenQuestion, parts: Partial<Head> = {}): Head {
  return head({
    phase: 'awaiting_answer',
    question: open,
    actions: [
      action('check'),
      action('hint'),
      action('skip'),
      action('solution', 'The solution can be shown after 3 tries.'),
      action('start_over')
    ],
    ...parts
  });
}

export function view(base: number, shown: readonly Message[], of: Head = head()): ViewFrame {
  return { type: 'view', base, messages: shown, head: of };
}

export function kernel(parts: Partial<KernelFrame> = {}): KernelFrame {
  return { type: 'kernel', status: 'idle', checks: 'fork', note: null, ...parts };
}

/** What a server says when nothing can be saved. */
export const FULL = 'Nothing can be saved just now. I notice myself when it works again.';

export function record(state: RecordFrame['state']): RecordFrame {
  return {
    type: 'record',
    state,
    words: { fine: null, behind: 'A little behind.', full: FULL }[state]
  };
}
