import type { Agent } from '../../api/types';
import { paths } from '../../app/router';
import { money } from '../../i18n/format';
import { t } from '../../i18n/language';
import { Delta } from '../../ui/Delta';
import { Icon } from '../../ui/Icon';
import { Stat } from '../../ui/Stat';
import { AgentActions } from './AgentActions';
import { AgentStatusPill } from './AgentStatusPill';
import { gainOf } from './gain';

export function AgentCard({ agent }: { agent: Agent }) {
  const gain = gainOf(agent);
  return (
    <article className="card agent-card">
      <header>
        <h2>
          <a href={paths.agent(agent.agentId)}>{agent.name}</a>
        </h2>
        <AgentStatusPill agent={agent} />
      </header>
      <p className="agent-value">{money(agent.portfolio.value)}</p>
      <Delta amount={gain.amount} percent={gain.percent} />
      <dl className="agent-facts">
        <Stat label={t('agent.strategy')}>{t(`strategy.${agent.strategy}`)}</Stat>
        <Stat label={t('agent.cash')}>{money(agent.portfolio.cash)}</Stat>
        <Stat label={t('agent.budget')}>{money(agent.initialBudget)}</Stat>
      </dl>
      {agent.pendingApproval !== null && (
        <a className="notice" href={paths.oversight}>
          <Icon name="hand" /> {t('agent.waitsForApproval')}
        </a>
      )}
      <AgentActions agent={agent} />
    </article>
  );
}
