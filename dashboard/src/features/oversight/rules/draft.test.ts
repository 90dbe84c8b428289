import { expect, test } from 'vitest';
import type { OversightRules } from '../../../api/oversightTypes';
import { fromDraft, newTrigger, toDraft, withKind } from './draft';

const rules: OversightRules = {
  rules: [
    {
      name: 'Large or bold',
      when: {
        kind: 'any',
        bound: null,
        of: [
          { kind: 'value', bound: 25_000, of: null },
          {
            kind: 'all',
            bound: null,
            of: [
              { kind: 'first_trade', bound: null, of: null },
              { kind: 'confidence', bound: null, of: null },
            ],
          },
        ],
      },
      requiredApprovals: 2,
      approvers: ['usr_1', 'usr_2'],
      escalateTo: null,
    },
  ],
  dryRun: true,
  priceTolerancePct: 2.5,
  rejectionPauseMinutes: 60,
};

test('rules that nobody changes are sent as they came', () => {
  expect(fromDraft(toDraft(rules))).toEqual(rules);
});

test('a condition that becomes a join is the first of it, and a join that becomes a condition forgets its parts', () => {
  const value = { ...newTrigger(), bound: '100' };
  const joined = withKind(value, 'all');
  expect(joined.of.map(({ kind, bound }) => [kind, bound])).toEqual([['value', '100']]);
  expect(withKind(joined, 'any').of).toBe(joined.of);
  expect(withKind(joined, 'first_trade')).toMatchObject({ kind: 'first_trade', bound: '', of: [] });
});

test('a rule that names nobody is for every approver', () => {
  const draft = toDraft(rules);
  const emptied = { ...draft, rules: draft.rules.map((rule) => ({ ...rule, approvers: [] })) };
  expect(fromDraft(emptied).rules[0]).toMatchObject({ approvers: null, escalateTo: null });
});
