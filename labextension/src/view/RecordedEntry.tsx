/** One entry of the learner's record: when, what, and the words and code that were recorded. */

import { useState } from 'react';
import type { JSX } from 'react';

import type { RecordedEntry } from '../files';
import type { TutorHost } from '../host';
import { withoutMarkers } from '../markers';
import { Button } from './Button';
import { Moment } from './Moment';
import { Code, Markdown } from './Rendered';
import { entryWords } from './recordWords';

/** An entry of more lines, or more characters, is folded until it is asked for. */
const LINES = 3;
const CHARACTERS = 180;

interface Props {
  readonly entry: RecordedEntry;
  readonly host: TutorHost;
}

export function Entry({ entry, host }: Props): JSX.Element {
  const { trans } = host;
  const { text, error, title, whole } = entry;
  const [open, setOpen] = useState(false);
  const code = entry.code.map(withoutMarkers);
  const all = [text, ...code, error ?? ''].join('\n').trim();
  const lines = all.split('\n').filter(line => line.trim() !== '');
  const long = all.length > CHARACTERS || lines.length > LINES;
  const words = entryWords(entry, trans);
  return (
    <>
      <p className="jt-Entry-head">
        <span className="jt-Entry-kind">{words}</span>
        {title === null ? null : <span className="jt-Entry-title">{title}</span>}
        <Moment at={entry.at} seconds />
      </p>
      {all === '' ? null : (
        <div className={long && !open ? 'jt-Entry-body jt-mod-short' : 'jt-Entry-body'}>
          {text === '' ? null : <Markdown text={text} host={host} />}
          {code.map((source, index) => (
            <Code key={index} source={source} host={host} />
          ))}
          {error === null ? null : <pre className="jt-Code jt-mod-error">{error}</pre>}
        </div>
      )}
      {long ? (
        <Button
          name="entry-more"
          quiet
          label={open ? trans.__('Show less') : trans.__('Show more')}
          about={title === null ? words : `${words}, ${title}`}
          expanded={open}
          onPress={() => setOpen(!open)}
        />
      ) : null}
      {whole || (long && !open) ? null : (
        <p className="jt-Entry-rest">{trans.__('The rest is in the file with all of it.')}</p>
      )}
    </>
  );
}
