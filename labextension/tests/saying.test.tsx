import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';

import { FakeSocket } from './fakeSocket';
import { head, view } from './frames';
import { asked, hooks, says, stageForEach, texts } from './stage';

const stage = stageForEach();

describe('writing to the tutor', () => {
  const box = (): HTMLTextAreaElement =>
    screen.getByRole('textbox', { name: 'Write to the tutor' });

  test('Enter sends, Shift+Enter begins a line', async () => {
    stage.show();
    await says(view(0, [], head()));
    await userEvent.type(box(), 'One{Shift>}{Enter}{/Shift}two{Enter}');
    expect(asked()).toEqual([{ type: 'say', text: 'One\ntwo' }]);
    expect(box().value).toBe('');
  });

  test('Enter that ends the composing of a word does not send', async () => {
    stage.show();
    await says(view(0, [], head()));
    await userEvent.type(box(), 'にほん');
    act(() => {
      box().dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
      );
    });
    expect(asked()).toEqual([]);
  });

  test('keeps what was written when it cannot be sent', async () => {
    stage.show();
    await says(view(0, [], head()));
    await userEvent.type(box(), 'Why?');
    act(() => {
      FakeSocket.last.ends(1006);
    });
    await userEvent.type(box(), '{Enter}');
    expect(box().value).toBe('Why?');
    expect(texts(hooks('note'))[0]).toMatch(/^Not sent: there is no connection/);
  });
});
