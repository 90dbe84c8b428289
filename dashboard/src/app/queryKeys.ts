/** The cache keys of all queries; a shorter key stands for everything below it. */
export const keys = {
  agents: ['agents'] as const,
  agentList: ['agents', 'list'] as const,
  agent: (agentId: string) => ['agents', 'one', agentId] as const,
  portfolio: (agentId: string) => ['portfolio', agentId] as const,
  trades: (agentId: string) => ['trades', agentId] as const,
  decisions: (agentId: string) => ['decisions', agentId] as const,
  oversight: ['oversight'] as const,
  analytics: (range: string) => ['oversight', 'analytics', range] as const,
  whatIf: (range: string, below: number) => ['oversight', 'whatIf', range, below] as const,
  queue: ['oversight', 'queue'] as const,
  approvers: ['approvers'] as const,
  rules: (agentId: string) => ['rules', agentId] as const,
  comparison: (agentId: string) => ['oversight', 'comparison', agentId] as const,
  marketStatus: ['market', 'status'] as const,
  quote: (symbol: string) => ['market', 'quote', symbol] as const,
  bars: (symbol: string, range: string) => ['market', 'bars', symbol, range] as const,
};
