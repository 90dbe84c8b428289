import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import type { Agent, PortfolioAnswer, TimeRange } from '../../api/types';
import { keys } from '../../app/queryKeys';
import { paths } from '../../app/router';
import { usePageTitle } from '../../app/usePageTitle';
import { t } from '../../i18n/language';
import { Icon } from '../../ui/Icon';
import { CardSkeleton, QueryView } from '../../ui/QueryView';
import { usePermissions } from '../identity/useSession';
import { ChartCard } from '../market/ChartCard';
import { AgentRequests } from '../oversight/AgentRequests';
import { AllocationCard } from '../trading/AllocationCard';
import { DecisionsCard } from '../trading/DecisionsCard';
import { ManualTradeDialog } from '../trading/ManualTradeDialog';
import { PortfolioStats } from '../trading/PortfolioStats';
import { PositionsCard } from '../trading/PositionsCard';
import { TradesCard } from '../trading/TradesCard';
import { AgentActions } from './AgentActions';
import { AgentStatusPill } from './AgentStatusPill';
import { refreshMs, useAgent } from './queries';

export function AgentPage({ agentId }: { agentId: string }) {
  const agent = useAgent(agentId);
  usePageTitle(agent.data?.name ?? t('nav.agents'));
  return (
    <>
      <nav className="breadcrumb" aria-label={t('nav.breadcrumb')}>
        <a href={paths.agents}>{t('nav.agents')}</a>
        <Icon name="chevron" />
        <span aria-current="page">{agent.data?.name ?? agentId}</span>
      </nav>
      <QueryView query={agent} lines={10}>
        {(data) => <AgentView agent={data} />}
      </QueryView>
    </>
  );
}

function AgentView({ agent }: { agent: Agent }) {
  const { agentId } = agent;
  const [timeRange, setTimeRange] = useState<TimeRange>('1D');
  const portfolio = useQuery({
    queryKey: [...keys.portfolio(agentId), timeRange],
    queryFn: ({ signal }) => api.trading.portfolio(agentId, timeRange, signal),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

  return (
    <>
      <AgentHeader agent={agent} />
      <div className="stats-slot">
        <QueryView query={portfolio} lines={2}>
          {(data) => <PortfolioStats portfolio={data.portfolio} />}
        </QueryView>
      </div>
      <div className="columns">
        <div className="column">
          <ChartCard
            history={portfolio.data?.history ?? []}
            symbols={symbolsOf(portfolio.data)}
            timeRange={timeRange}
            onTimeRange={setTimeRange}
          />
          {portfolio.data ? <PositionsCard positions={portfolio.data.portfolio.positions} /> : <CardSkeleton />}
          <TradesCard agentId={agentId} />
        </div>
        <div className="column">
          {agent.pendingApproval !== null && <AgentRequests agentId={agentId} />}
          {portfolio.data ? <AllocationCard portfolio={portfolio.data.portfolio} /> : <CardSkeleton />}
          <DecisionsCard agentId={agentId} />
        </div>
      </div>
    </>
  );
}

const symbolsOf = (answer: PortfolioAnswer | undefined): string[] =>
  answer?.portfolio.positions.map((position) => position.symbol) ?? [];

function AgentHeader({ agent }: { agent: Agent }) {
  const [trading, setTrading] = useState(false);
  const mayTrade = usePermissions().trade && agent.status !== 'stopped';
  return (
    <header className="page-header">
      <div>
        <h1>{agent.name}</h1>
        <p className="agent-line">
          <AgentStatusPill agent={agent} />
          <span>{t(`strategy.${agent.strategy}`)}</span>
          <span>{t('agent.riskLevel', { risk: agent.riskTolerance })}</span>
        </p>
      </div>
      <div className="actions">
        <AgentActions agent={agent} />
        <a className="button" href={paths.rules(agent.agentId)}>
          {t('rules.title')}
        </a>
        {mayTrade && (
          <button type="button" className="button primary" onClick={() => setTrading(true)}>
            {t('trade.manual')}
          </button>
        )}
      </div>
      {trading && <ManualTradeDialog agent={agent} onClose={() => setTrading(false)} />}
    </header>
  );
}
