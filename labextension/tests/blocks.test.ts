import { describe, expect, test } from 'vitest';

import { blocks } from '../src/view/blocks';

describe('the pieces of Markdown', () => {
  test.each([
    ['', []],
    ['\n\n', []],
    ['One', ['One']],
    ['One\nline', ['One\nline']],
    ['One\n\n\nTwo\n', ['One', 'Two']],
    ['```python\na = 1\n\nb = 2\n```\n\nTwo', ['```python\na = 1\n\nb = 2\n```', 'Two']],
    ['```python\na = 1\n\nb', ['```python\na = 1\n\nb']],
    ['~~~~\n~~~\n\n~~~~\n\nTwo', ['~~~~\n~~~\n\n~~~~', 'Two']],
    ['```\n```python\n\nb\n```\n\nTwo', ['```\n```python\n\nb\n```', 'Two']],
    ['$$\nx\n\ny\n$$\n\nTwo', ['$$\nx\n\ny\n$$', 'Two']],
    ['$$x$$\n\nTwo', ['$$x$$', 'Two']],
    ['- One\n\n  more\n\n- Two', ['- One\n\n  more', '- Two']]
  ])('%j', (markdown, pieces) => {
    expect(blocks(markdown)).toEqual(pieces);
  });
});
