import { useState } from 'react';
import type { Agent } from '../../api/types';
import { usePageTitle } from '../../app/usePageTitle';
import { count, money } from '../../i18n/format';
import { t } from '../../i18n/language';
import { Delta } from '../../ui/Delta';
import { Icon } from '../../ui/Icon';
import { QueryView } from '../../ui/QueryView';
import { Stat } from '../../ui/Stat';
import { usePermissions } from '../identity/useSession';
import { AgentCard } from './AgentCard';
import { CreateAgentDialog } from './CreateAgentDialog';
import { totalsOf } from './gain';
import { useAgents } from './queries';

export function AgentsPage() {
  usePageTitle(t('nav.agents'));
  const agents = useAgents();
  const [creating, setCreating] = useState(false);
  const createButton = usePermissions().trade && (
    <button type="button" className="button primary" onClick={() => setCreating(true)}>
      <Icon name="plus" /> {t('agents.create')}
    </button>
  );

  return (
    <>
      <header className="page-header">
        <h1>{t('nav.agents')}</h1>
        {createButton}
      </header>
      <QueryView query={agents} lines={8}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items);
          return items.length === 0 ? <NoAgents createButton={createButton} /> : <AgentList agents={items} />;
        }}
      </QueryView>
      {agents.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={agents.isFetchingNextPage}
          onClick={() => void agents.fetchNextPage()}
        >
          {t('agents.more')}
        </button>
      )}
      {creating && <CreateAgentDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function AgentList({ agents }: { agents: Agent[] }) {
  const totals = totalsOf(agents);
  return (
    <>
      <dl className="card summary">
        <Stat label={t('agents.totalValue')}>{money(totals.value)}</Stat>
        <Stat label={t('agents.totalGain')}>
          <Delta amount={totals.gain.amount} percent={totals.gain.percent} />
        </Stat>
        <Stat label={t('agents.active')}>
          {t('agents.activeOf', { active: count(totals.active), all: count(agents.length) })}
        </Stat>
        <Stat label={t('agents.waiting')}>{count(totals.waiting)}</Stat>
      </dl>
      <ul className="agent-grid">
        {agents.map((agent) => (
          <li key={agent.agentId}>
            <AgentCard agent={agent} />
          </li>
        ))}
      </ul>
    </>
  );
}

function NoAgents({ createButton }: { createButton: React.ReactNode }) {
  return (
    <div className="card empty">
      <Icon name="agents" />
      <h2>{t('agents.none')}</h2>
      <p className="muted">{t('agents.noneText')}</p>
      {createButton}
    </div>
  );
}
