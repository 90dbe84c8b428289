// The shapes that /api/v1 speaks. Money and prices are US dollars; instants are ISO 8601 in UTC.

import type { OversightChange, OversightRequest } from './oversightTypes';

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
