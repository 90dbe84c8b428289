import { request } from './http';
import type {
  AnalyticsRange,
  Approver,
  OversightAnalytics,
  OversightComparison,
  OversightDecision,
  OversightQueue,
  OversightRequest,
  OversightRules,
  OversightStatement,
  RulesPreview,
  RulesVersion,
  WhatIf,
} from './oversightTypes';
import type {
  Agent,
  Bar,
  BarInterval,
  Decision,
  MarketStatus,
  NewAgent,
  NewTrade,
  Page,
  PortfolioAnswer,
  Quote,
  SlackLinkCode,
  TimeRange,
  TotpEnrolment,
  Trade,
  TradeAccepted,
} from './types';

type Parameters = Record<string, string | number | boolean | null | undefined>;

/** Every call the dashboard makes, by feature. Signing in and out is in http.ts. */
export const api = {
  agents: {
    list: (pageToken: string | null, signal?: AbortSignal) =>
      request<Page<Agent>>('GET', withQuery('/agents', { pageSize: 100, pageToken }), undefined, signal),
    get: (agentId: string, signal?: AbortSignal) => request<Agent>('GET', agentPath(agentId), undefined, signal),
    create: (agent: NewAgent) => request<Agent>('POST', '/agents', agent),
    activate: (agentId: string) => request<Agent>('POST', agentPath(agentId, '/activate')),
    pause: (agentId: string) => request<Agent>('POST', agentPath(agentId, '/pause')),
    stop: (agentId: string) => request<Agent>('POST', agentPath(agentId, '/stop')),
  },
  trading: {
    portfolio: (agentId: string, timeRange: TimeRange, signal?: AbortSignal) =>
      request<PortfolioAnswer>(
        'GET',
        withQuery(agentPath(agentId, '/portfolio'), { includeHistory: true, timeRange }),
        undefined,
        signal,
      ),
    trades: (agentId: string, pageSize: number, pageToken: string | null, signal?: AbortSignal) =>
      request<Page<Trade>>('GET', withQuery(agentPath(agentId, '/trades'), { pageSize, pageToken }), undefined, signal),
    decisions: (agentId: string, pageSize: number, pageToken: string | null, signal?: AbortSignal) =>
      request<Page<Decision>>(
        'GET',
        withQuery(agentPath(agentId, '/trading/decisions'), { pageSize, pageToken }),
        undefined,
        signal,
      ),
    submit: (agentId: string, trade: NewTrade) => request<TradeAccepted>('POST', agentPath(agentId, '/trades'), trade),
  },
  oversight: {
    list: (
      status: OversightRequest['status'] | null,
      agentId: string | null,
      from: string | null,
      pageToken: string | null,
      signal?: AbortSignal,
    ) =>
      request<Page<OversightRequest>>(
        'GET',
        withQuery('/oversight/requests', { status, agentId, from, pageSize: 50, pageToken }),
        undefined,
        signal,
      ),
    get: (requestId: string, signal?: AbortSignal) =>
      request<OversightRequest>('GET', requestPath(requestId), undefined, signal),
    answer: (requestId: string, text: string) =>
      request<OversightRequest>('POST', requestPath(requestId, '/answers'), { text }),
    analytics: (timeRange: AnalyticsRange, signal?: AbortSignal) =>
      request<OversightAnalytics>('GET', withQuery('/oversight/analytics', { timeRange }), undefined, signal),
    whatIf: (autoApproveBelow: number, timeRange: AnalyticsRange, signal?: AbortSignal) =>
      request<WhatIf>(
        'GET',
        withQuery('/oversight/analytics/what-if', { autoApproveBelow, timeRange }),
        undefined,
        signal,
      ),
    queue: (signal?: AbortSignal) => request<OversightQueue>('GET', '/oversight/queue', undefined, signal),
    approvers: (pageToken: string | null, signal?: AbortSignal) =>
      request<Page<Approver>>(
        'GET',
        withQuery('/oversight/approvers', { pageSize: 100, pageToken }),
        undefined,
        signal,
      ),
    rules: (agentId: string, signal?: AbortSignal) =>
      request<RulesVersion>('GET', agentPath(agentId, '/oversight/rules'), undefined, signal),
    comparison: (agentId: string, signal?: AbortSignal) =>
      request<OversightComparison>('GET', agentPath(agentId, '/oversight/comparison'), undefined, signal),
    setRules: (agentId: string, rules: OversightRules) =>
      request<RulesVersion>('PUT', agentPath(agentId, '/oversight/rules'), rules),
    previewRules: (agentId: string, rules: OversightRules) =>
      request<RulesPreview>('POST', agentPath(agentId, '/oversight/rules/preview'), rules),
    decide: (requestId: string, statement: OversightStatement) =>
      request<OversightDecision>('POST', requestPath(requestId, '/decision'), statement),
  },
  market: {
    status: (signal?: AbortSignal) => request<MarketStatus>('GET', '/market/status', undefined, signal),
    quotes: (symbols: string[], signal?: AbortSignal) =>
      request<Page<Quote>>('GET', withQuery('/market/quotes', { symbols: symbols.join(',') }), undefined, signal),
    bars: (symbol: string, interval: BarInterval, from: string, to: string, signal?: AbortSignal) =>
      request<Page<Bar>>('GET', withQuery('/market/bars', { symbol, interval, from, to }), undefined, signal),
  },
  identity: {
    createSlackLink: () => request<SlackLinkCode>('POST', '/auth/slack-link'),
    enrolTotp: () => request<TotpEnrolment>('POST', '/auth/totp/enrol'),
    confirmTotp: (code: string) => request<undefined>('POST', '/auth/totp/confirm', { code }),
  },
  realtime: {
    negotiate: () => request<{ url: string; accessToken: string }>('POST', '/realtime/negotiate'),
  },
};

function agentPath(agentId: string, rest = ''): string {
  return `/agents/${encodeURIComponent(agentId)}${rest}`;
}

function requestPath(requestId: string, rest = ''): string {
  return `/oversight/requests/${encodeURIComponent(requestId)}${rest}`;
}

function withQuery(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined) query.set(name, String(value));
  }
  return `${path}?${query.toString()}`;
}
