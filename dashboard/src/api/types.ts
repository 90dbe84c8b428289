// The shapes that /api/v1 speaks. Money and prices are US dollars; instants are ISO 8601 in UTC.

export type Role = 'admin' | 'trader' | 'viewer' | 'approver';
export type AgentStatus = 'active' | 'paused' | 'stopped' | 'error';
export type Strategy = 'conservative' | 'balanced' | 'aggressive' | 'custom';
export type Side = 'buy' | 'sell';
export type TradeStatus = 'pending' | 'pending_approval' | 'completed' | 'failed' | 'cancelled';
export type TimeRange = '1H' | '1D' | '1W' | '1M' | 'ALL';
export type BarInterval = '1m' | '5m' | '15m' | '1h' | '1d';

export interface Page<T> {
  items: T[];
  nextPageToken: string | null;
}

export interface User {
  userId: string;
  email: string;
  fullName: string;
  role: Role;
  /** Whether the user has an authenticator, whose codes some changes ask for. */
  totpEnabled: boolean;
}

/** What an authenticator app needs; the server shows it once. */
export interface TotpEnrolment {
  secret: string;
  otpauthUri: string;
}

/** What a user types in Slack as `/link CODE`, once. */
export interface SlackLinkCode {
  code: string;
  expiresAt: string;
}

export interface SignInAnswer {
  token: string;
  refreshToken: string;
  /** Seconds until the token ends. */
  expiresIn: number;
  user: User;
}

export interface Agent {
  agentId: string;
  name: string;
  status: AgentStatus;
  strategy: Strategy;
  /** 1 (careful) to 10 (bold). */
  riskTolerance: number;
  initialBudget: number;
  assetPreferences: string[];
  createdAt: string;
  portfolio: { value: number; cash: number };
  quotaConfig: {
    apiCalls: number;
    budgetPerMonth: number;
    usage: { apiCalls: number; budgetSpent: number };
  };
  /** The oversight request that holds this agent's trading, if one does. */
  pendingApproval: string | null;
}

export interface NewAgent {
  name: string;
  strategy: Strategy;
  initialBudget?: number;
  riskTolerance?: number;
  assetPreferences?: string[];
}

export interface Position {
  symbol: string;
  quantity: number;
  averageCost: number;
  currentPrice: number;
  marketValue: number;
  unrealizedPnL: number;
  unrealizedPnLPercent: number;
}

export interface Performance {
  totalReturn: number;
  totalReturnPercent: number;
  dayReturn: number;
  dayReturnPercent: number;
  /** The deepest fall from a peak, in percent, 0 or below. */
  maxDrawdown: number;
}

export interface PortfolioAnswer {
  agentId: string;
  portfolio: { totalValue: number; cash: number; positions: Position[]; performance: Performance };
  history?: { timestamp: string; value: number }[];
}

export interface Trade {
  tradeId: string;
  agentId: string;
  symbol: string;
  action: Side;
  quantity: number;
  status: TradeStatus;
  submittedAt: string;
  executedAt: string | null;
  marketTime: string | null;
  executedPrice: number | null;
  totalCost: number | null;
  fees: number | null;
  manual: boolean;
  /** Empty for a trade that nobody gave a reason for. */
  reasoning: string;
  requestId: string | null;
  approvedBy: string | null;
  failureReason: string | null;
}

export interface NewTrade {
  symbol: string;
  action: Side;
  quantity?: number;
  orderType: 'market';
  limitPrice: null;
  /** A manual trade skips the oversight triggers and is marked as manual. */
  manual: boolean;
  /** A fresh code of the user's authenticator, where the server asks for one. */
  totpCode?: string;
}

export interface TradeAccepted {
  tradeId: string;
  status: TradeStatus;
  submittedAt: string;
  estimatedCost: number;
  fees: number;
}

export interface Decision {
  decisionId: string;
  symbol: string;
  action: Side;
  decision: 'act' | 'skip';
  /** 0 to 1. */
  confidence: number;
  reasoning: string;
  marketTime: string;
  createdAt: string;
  tradeId: string | null;
}

export interface AllocationSlice {
  /** Null is cash. */
  symbol: string | null;
  value: number;
  /** 0 to 100. */
  percent: number;
}

export interface RiskPart {
  kind: 'size' | 'concentration' | 'volatility' | 'correlation' | 'confidence';
  /** 0 to 10. */
  score: number;
  /** Percent, times the usual, -1 to 1, or 0 to 1. */
  measure: number;
}

export interface RiskAssessment {
  /** 0 to 10. */
  score: number;
  parts: RiskPart[];
  portfolioImpact: 'low' | 'medium' | 'high';
  estimatedLoss: number;
  estimatedProfit: number;
}

export interface SimilarTrade {
  tradeId: string;
  quantity: number;
  status: Trade['status'];
  submittedAt: string;
  executedPrice: number | null;
  realizedPnL: number | null;
  changePercent: number | null;
  reason: string | null;
}

export interface Approver {
  userId: string;
  name: string;
}

export interface OversightRequest {
  requestId: string;
  agentId: string;
  agentName: string;
  tradeId: string;
  status: 'pending' | 'approved' | 'rejected' | 'expired';
  tradeDetails: {
    symbol: string;
    action: Side;
    quantity: number;
    estimatedValue: number;
    /** Of a step of an entry: what all its steps buy. Null for a trade of its own. */
    entryQuantity: number | null;
    entryValue: number | null;
  };
  reason: string;
  /** The agent's own words. */
  reasoning: string;
  riskAssessment: RiskAssessment | null;
  allocationBefore: AllocationSlice[];
  allocationAfter: AllocationSlice[];
  similarTrades: SimilarTrade[];
  /** Empty: every approver may decide. */
  approvers: Approver[];
  escalationApprovers: Approver[];
  requiredApprovals: number;
  /** How many of whom must say yes, each of them. */
  quorums: { required: number; given: number; approvers: Approver[] }[];
  approvals: { approverId: string; approver: string; quantity: number }[];
  notes: { noteId: string; name: string; at: string; text: string; isAnswer: boolean }[];
  createdAt: string;
  expiresAt: string;
  escalatedAt: string | null;
  decision: { result: string; approver: string; decidedAt: string; quantity: number; reason: string | null } | null;
}

/** What an approver says. */
export interface OversightStatement {
  decision: 'approved' | 'rejected' | 'info_requested';
  /** The reason, or the question. */
  reason?: string;
  /** With an approval: fewer shares than asked for. */
  quantity?: number;
}

export interface OversightDecision {
  requestId: string;
  status: 'pending' | 'approved' | 'rejected';
  approvals: number;
  requiredApprovals: number;
  tradeExecuted: boolean;
  tradeId: string;
  /** Why an approved trade was not made. */
  failureReason: string | null;
}

export type AnalyticsRange = '1D' | '7D' | '30D';

/** Times are in seconds, rates in percent, days and hours in UTC. */
export interface OversightAnalytics {
  summary: {
    totalRequests: number;
    pending: number;
    approved: number;
    rejected: number;
    expired: number;
    approvalRate: number;
    avgApprovalTime: number;
  };
  trends: { date: string; requests: number; approved: number; rejected: number; expired: number }[];
  approverPerformance: {
    approverId: string;
    approver: string;
    requests: number;
    approved: number;
    avgResponseTime: number;
  }[];
  advice: OversightAdvice[];
  latency: { p50: number | null; p95: number | null; p99: number | null };
  /** The slowest first. */
  bottlenecks: { hour: number; requests: number; expired: number; avgWait: number }[];
}

/** What could be better about approvals. */
export type OversightAdvice =
  | { kind: 'raise_threshold'; threshold: number; percent: number }
  | { kind: 'expired'; percent: number }
  | { kind: 'slow_hour'; hour: number; seconds: number }
  | { kind: 'slow_approver'; approver: string; seconds: number };

export interface OversightQueue {
  pending: number;
  escalated: number;
  expiringSoon: number;
  value: number;
  oldestAge: number | null;
}

/** What approving all trades below a value without asking would have meant. */
export interface WhatIf {
  totalRequests: number;
  requestsSaved: number;
  savedPercent: number;
  moneyExposed: number;
  refusedValue: number;
  pnLOfApproved: number;
  pnLOfRefused: number;
  withoutPrice: number;
}

export type TriggerKind = 'value' | 'concentration' | 'volatility' | 'confidence' | 'first_trade' | 'all' | 'any';

/** A condition on a trade, or several joined by AND (all) or OR (any). */
export interface Trigger {
  kind: TriggerKind;
  /** Null takes the default. */
  bound: number | null;
  of: Trigger[] | null;
}

export interface OversightRules {
  rules: {
    name: string;
    when: Trigger;
    requiredApprovals: number;
    /** User ids; null or none means every approver. */
    approvers: string[] | null;
    escalateTo: string[] | null;
  }[];
  dryRun: boolean;
  priceTolerancePct: number;
  rejectionPauseMinutes: number;
}

interface ComparedBook {
  trades: number;
  value: number;
  returnPercent: number;
}

/** The same decisions in two books: as they went, and had nobody been asked. */
export interface OversightComparison {
  stopped: number;
  approved: number;
  withOversight: ComparedBook;
  withoutOversight: ComparedBook;
  /** Dollars by which the book with oversight is ahead. */
  difference: number;
}

export interface RulesVersion {
  version: number;
  changedAt: string | null;
  rules: OversightRules;
}

export interface RulesPreview {
  trades: number;
  stopped: number;
  stoppedNow: number;
  stoppedValue: number;
  notConcerned: number;
}

export interface Quote {
  symbol: string;
  price: number;
  bid: number;
  ask: number;
  volume: number;
  asOf: string;
}

export interface Bar {
  start: string;
  end: string;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

export interface MarketStatus {
  source: string;
  simulated: boolean;
  /** Market time: behind or ahead of the wall clock when the market is simulated. */
  now: string;
  isOpen: boolean;
  /** Recorded data is used up: market time stands still. */
  hasEnded: boolean;
  /** Market seconds that pass in one second. */
  speed: number;
  /** The shortest bars there are. */
  interval: BarInterval;
  symbols: string[];
}

/** What becomes of a request after it was asked. */
export type OversightChange =
  'reminded' | 'escalated' | 'voted' | 'info_requested' | 'answered' | 'decided' | 'expired';

/** What the server pushes. Deliveries can repeat. */
export type LiveEvent = { agentId: string; timestamp: string } & (
  | { type: 'portfolio.update'; data: { totalValue: number; dayReturn: number; dayReturnPercent: number } }
  | {
      type: 'trade.executed';
      data: { tradeId: string; symbol: string; action: Side; quantity: number; executedPrice: number };
    }
  | {
      type: 'trade.failed';
      data: Pick<Trade, 'tradeId' | 'symbol' | 'status' | 'requestId' | 'failureReason'>;
    }
  | {
      type: 'oversight.request';
      data: { requestId: string; tradeDetails: OversightRequest['tradeDetails']; expiresAt: string };
    }
  | { type: `oversight.${OversightChange}`; data: { requestId: string; status: OversightRequest['status'] } }
  | { type: 'agent.created' | 'agent.updated' | 'agent.deleted' | 'trade.submitted'; data: unknown }
  | { type: 'usage.alert'; data: { alertType: string; threshold: number; currentUsage: number; quota: number } }
);
