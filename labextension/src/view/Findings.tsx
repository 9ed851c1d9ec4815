/**
 * What a check found, below the words of its verdict.
 *
 * Owns when there is anything to add: a table that repeats the sentence above it is not shown.
 */

import type { JSX } from 'react';

import type { TutorHost } from '../host';
import type { Report } from '../protocol';
import { Ideas } from './Ideas';
import { Markdown } from './Rendered';

interface Props {
  readonly report: Report;
  /** The words of the verdict, in Markdown. */
  readonly told: string;
  readonly host: TutorHost;
}

/** What ran, what came of it and what was expected: only what there is to show. */
export function Findings({ report, told, host }: Props): JSX.Element {
  const { trans } = host;
  const rows = [
    [trans.__('What ran'), report.ran, 'ran'],
    [trans.__('What came'), report.seen, 'seen'],
    [trans.__('What was expected'), report.expected, 'expected']
  ] as const;
  const found = rows.filter(([, value]) => value !== null);
  const adds = found.some(([, value]) => value !== null && !quotes(told, value));
  return (
    <>
      {adds ? (
        <table className="jt-Seen">
          <tbody>
            {found.map(([label, value, name]) => (
              <tr key={name} data-tutor={`report-${name}`}>
                <th scope="row">{label}</th>
                <td>
                  <code>{value}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <Ideas evidence={report.evidence} host={host} />
      {report.notes.length === 0 ? null : (
        <ul className="jt-Notes">
          {report.notes.map((note, index) => (
            <li key={index}>
              <Markdown text={note} host={host} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Whether Markdown has this as a piece of code. A `2` within `12` or in plain words is none. */
function quotes(markdown: string, value: string): boolean {
  const pieces = markdown.matchAll(/(`+)([\s\S]*?[^`])\1(?!`)/g);
  return Array.from(pieces, ([, , piece = '']) => piece.trim()).includes(value.trim());
}
