import type { LiveEvent } from '../../api/types';
import type { QueryKey } from '@tanstack/react-query';
import { money } from '../../i18n/format';
import { t, tCount } from '../../i18n/language';
import { paths } from '../../app/router';
import { keys } from '../../app/queryKeys';
import type { Toast } from './toasts';

export interface Update {
  /** The newest total value of each agent. */
  values: Map<string, number>;
  /** What must be read again. */
  stale: QueryKey[];
  toasts: Omit<Toast, 'id'>[];
}

/** What a batch of events changes on the page. Each query is named once, however many events concern it. */
export function mergeEvents(events: readonly LiveEvent[]): Update {
  const values = new Map<string, number>();
  const stale = new Map<string, QueryKey>();
  const toasts: Update['toasts'] = [];
  const newest = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'portfolio.update' && event.timestamp >= (newest.get(event.agentId) ?? '')) {
      newest.set(event.agentId, event.timestamp);
      values.set(event.agentId, event.data.totalValue);
    }
    for (const key of staleAfter(event)) {
      stale.set(JSON.stringify(key), key);
    }
    const toast = toastFor(event);
    if (toast !== null) toasts.push(toast);
  }
  return { values, stale: [...stale.values()], toasts };
}

/** Tells a repeated delivery: two events with the same identity are the same news. */
export function eventIdentity(event: LiveEvent): string | null {
  switch (event.type) {
    case 'trade.executed':
    case 'trade.failed':
      return `${event.type} ${event.data.tradeId}`;
    case 'oversight.request':
    case 'oversight.decided':
    case 'oversight.expired':
      return `${event.type} ${event.data.requestId}`;
    default:
      return null;
  }
}

function staleAfter(event: LiveEvent): QueryKey[] {
  switch (event.type) {
    case 'portfolio.update':
      return [keys.portfolio(event.agentId)];
    case 'trade.executed':
    case 'trade.failed':
      return [keys.agents, keys.portfolio(event.agentId), keys.trades(event.agentId), keys.decisions(event.agentId)];
    case 'oversight.request':
    case 'oversight.reminded':
    case 'oversight.escalated':
    case 'oversight.voted':
    case 'oversight.info_requested':
    case 'oversight.answered':
    case 'oversight.decided':
    case 'oversight.expired':
      return [keys.oversight, keys.agents, keys.trades(event.agentId)];
    case 'trade.submitted':
      return [keys.trades(event.agentId)];
    default:
      return [keys.agents];
  }
}

function toastFor(event: LiveEvent): Omit<Toast, 'id'> | null {
  switch (event.type) {
    case 'trade.executed': {
      const { symbol, action, quantity, executedPrice } = event.data;
      const text = tCount(`toast.${action}`, quantity, { symbol, price: money(executedPrice) });
      return { tone: 'positive', text, link: { href: paths.agent(event.agentId), label: t('toast.openAgent') } };
    }
    case 'trade.failed': {
      const { symbol, status, requestId, failureReason } = event.data;
      // Agents drop orders of their own all the time; only one that people were asked about is news.
      if (status === 'cancelled' && requestId === null) return null;
      const key = status === 'cancelled' ? 'toast.tradeCancelled' : 'toast.tradeFailed';
      return { tone: 'negative', text: t(key, { symbol, reason: failureReason ?? '' }) };
    }
    case 'oversight.request': {
      const { symbol, action, quantity, estimatedValue } = event.data.tradeDetails;
      return {
        tone: 'warning',
        text: tCount(`toast.approve.${action}`, quantity, { symbol, value: money(estimatedValue) }),
        link: { href: paths.oversight, label: t('toast.review') },
      };
    }
    case 'usage.alert': {
      const { threshold } = event.data;
      return { tone: 'warning', text: t('toast.usage', { threshold }) };
    }
    default:
      return null;
  }
}
