import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client';
import { keys } from '../../../app/queryKeys';
import { paths } from '../../../app/router';
import { usePageTitle } from '../../../app/usePageTitle';
import { dateTime } from '../../../i18n/format';
import { t } from '../../../i18n/language';
import { Icon } from '../../../ui/Icon';
import { QueryView } from '../../../ui/QueryView';
import { useAgent } from '../../agents/queries';
import { ComparisonCard } from './ComparisonCard';
import { RulesForm } from './RulesForm';

/** Which of an agent's trades wait for a person. */
export default function RulesPage({ agentId }: { agentId: string }) {
  const agent = useAgent(agentId);
  const rules = useQuery({
    queryKey: keys.rules(agentId),
    queryFn: ({ signal }) => api.oversight.rules(agentId, signal),
  });
  usePageTitle(t('rules.title'));
  return (
    <>
      <nav className="breadcrumb" aria-label={t('nav.breadcrumb')}>
        <a href={paths.agents}>{t('nav.agents')}</a>
        <Icon name="chevron" />
        <a href={paths.agent(agentId)}>{agent.data?.name ?? agentId}</a>
        <Icon name="chevron" />
        <span aria-current="page">{t('rules.title')}</span>
      </nav>
      <QueryView query={rules} lines={10}>
        {({ version, changedAt, rules: inForce }) => (
          <>
            <header className="page-header">
              <div>
                <h1>{t('rules.title')}</h1>
                <p className="muted">{t('rules.intro')}</p>
                <p className="muted">
                  {changedAt === null
                    ? t('rules.defaults')
                    : t('rules.version', { version, time: dateTime(changedAt) })}
                </p>
              </div>
            </header>
            <RulesForm key={version} agentId={agentId} inForce={inForce} />
          </>
        )}
      </QueryView>
      <ComparisonCard agentId={agentId} />
    </>
  );
}
