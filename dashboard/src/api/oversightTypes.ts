// The shapes of oversight's part of /api/v1.

import type { Side, Trade } from './types';

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

/** What becomes of a request after it was asked. */
export type OversightChange =
  'reminded' | 'escalated' | 'voted' | 'info_requested' | 'answered' | 'decided' | 'expired';
