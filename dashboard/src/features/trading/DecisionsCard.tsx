import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Decision } from '../../api/types';
import { keys } from '../../app/queryKeys';
import { marketDateTime, share } from '../../i18n/format';
import { t } from '../../i18n/language';
import { Pager } from '../../ui/Pager';
import { Pill } from '../../ui/Pill';
import { QueryView } from '../../ui/QueryView';
import { usePages } from '../../ui/usePages';
import { SideLabel } from './SideLabel';

const pageSize = 6;

export function DecisionsCard({ agentId }: { agentId: string }) {
  const pages = usePages();
  const decisions = useQuery({
    queryKey: [...keys.decisions(agentId), pages.pageToken],
    queryFn: ({ signal }) => api.trading.decisions(agentId, pageSize, pages.pageToken, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  return (
    <section className="card">
      <h2>{t('decisions.title')}</h2>
      <QueryView query={decisions}>
        {({ items, nextPageToken }) => (
          <>
            {items.length === 0 && <p className="muted">{t('decisions.none')}</p>}
            <ol className="decisions">
              {items.map((decision) => (
                <DecisionItem key={decision.decisionId} decision={decision} />
              ))}
            </ol>
            <Pager label={t('decisions.pages')} pages={pages} nextPageToken={nextPageToken} />
          </>
        )}
      </QueryView>
    </section>
  );
}

function DecisionItem({ decision }: { decision: Decision }) {
  const acted = decision.decision === 'act';
  return (
    <li>
      <div className="decision-line">
        <Pill tone={acted ? 'good' : 'calm'}>{t(acted ? 'decision.act' : 'decision.skip')}</Pill>
        <strong>{decision.symbol}</strong>
        <SideLabel side={decision.action} />
        <span className="muted">{t('decision.confidence', { share: share(decision.confidence) })}</span>
        <time className="muted" dateTime={decision.marketTime}>
          {marketDateTime(decision.marketTime)}
        </time>
      </div>
      <p>{decision.reasoning}</p>
    </li>
  );
}
