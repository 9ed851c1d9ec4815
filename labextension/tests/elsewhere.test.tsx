import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';

import { Elsewhere } from '../src/view/Elsewhere';
import { button, hooks, texts } from './stage';
import { trans } from './words';

const said = (): string => texts(hooks('elsewhere'))[0] ?? '';

test('a notebook that shows its own tutor has a way to it', async () => {
  const go = vi.fn();
  render(<Elsewhere lessons={[]} onGoToTutor={go} trans={trans} />);
  expect(said()).toBe(
    'The tutor of this notebook is in the notebook itself, below the cell that calls it. If it ' +
      'is not there, run that cell.Go to the tutor'
  );
  await userEvent.click(button('Go to the tutor'));
  expect(go).toHaveBeenCalledOnce();
});

test('beside another notebook the open lessons are at hand', async () => {
  const go = vi.fn();
  const lessons = [{ key: 'functions', title: 'Functions and lists', onGo: go }];
  render(<Elsewhere lessons={lessons} onGoToTutor={null} trans={trans} />);
  expect(said()).toBe(
    'The notebook in front is not part of a lesson. Go on with:Functions and lists'
  );
  await userEvent.click(button('Functions and lists'));
  expect(go).toHaveBeenCalledOnce();
});

test('beside a notebook with a tutor of its own the open lessons are at hand, too', () => {
  const lessons = [{ key: 'functions', title: 'Functions and lists', onGo: () => undefined }];
  render(<Elsewhere lessons={lessons} onGoToTutor={() => undefined} trans={trans} />);
  expect(texts(hooks('go-to-tutor'))).toEqual(['Go to the tutor']);
  expect(said()).toContain('Lessons that are open in other notebooks:Functions and lists');
});

test('where there is neither, it is said how to begin', () => {
  render(<Elsewhere lessons={[]} onGoToTutor={null} trans={trans} />);
  expect(said()).toMatch(/^Open the notebook of a lesson, and the tutor will be here\./);
  expect(said()).toContain('%load_ext jupyter_tutor\n%tutor');
});
