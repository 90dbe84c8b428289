import type { Agent } from '../../api/types';

/** What an agent made of its budget so far, in dollars and in percent. */
export function gainOf(agent: Pick<Agent, 'initialBudget' | 'portfolio'>): { amount: number; percent: number } {
  const amount = agent.portfolio.value - agent.initialBudget;
  return { amount, percent: agent.initialBudget === 0 ? 0 : (amount / agent.initialBudget) * 100 };
}

/** The same over many agents, with how much they hold and how many of them trade. */
export function totalsOf(agents: readonly Agent[]) {
  const sum = (pick: (agent: Agent) => number) => agents.reduce((total, agent) => total + pick(agent), 0);
  const value = sum((agent) => agent.portfolio.value);
  const initialBudget = sum((agent) => agent.initialBudget);
  return {
    value,
    gain: gainOf({ initialBudget, portfolio: { value, cash: 0 } }),
    active: agents.filter((agent) => agent.status === 'active').length,
    waiting: agents.filter((agent) => agent.pendingApproval !== null).length,
  };
}
