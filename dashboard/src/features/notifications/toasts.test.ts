import { expect, it } from 'vitest';
import { currentToasts, showToast } from './toasts';

it('lets the oldest message go when there are many, and a warning last', () => {
  showToast({ tone: 'positive', text: 'first' });
  showToast({ tone: 'warning', text: 'approve' });
  for (const text of ['second', 'third', 'fourth', 'fifth']) showToast({ tone: 'positive', text });
  expect(currentToasts().map(({ text }) => text)).toEqual(['approve', 'fourth', 'fifth']);
});
