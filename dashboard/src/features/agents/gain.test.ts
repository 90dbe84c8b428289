import { expect, it } from 'vitest';
import type { Agent } from '../../api/types';
import { gainOf, totalsOf } from './gain';

const agent = (value: number, initialBudget: number, status: Agent['status']) =>
  ({ initialBudget, status, portfolio: { value, cash: 0 }, pendingApproval: null }) as Agent;

it('measures a gain against the budget', () => {
  expect(gainOf(agent(10_250, 10_000, 'active'))).toEqual({ amount: 250, percent: 2.5 });
});

it('has no percentage without a budget', () => {
  expect(gainOf(agent(0, 0, 'paused')).percent).toBe(0);
});

it('adds up all agents and counts those that trade', () => {
  const totals = totalsOf([agent(11_000, 10_000, 'active'), agent(9_500, 10_000, 'paused')]);
  expect(totals).toMatchObject({ value: 20_500, gain: { amount: 500, percent: 2.5 }, active: 1, waiting: 0 });
});
