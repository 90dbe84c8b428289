import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { OversightRequest } from '../../api/oversightTypes';
import { keys } from '../../app/queryKeys';
import { paths } from '../../app/router';
import { dateTime, money } from '../../i18n/format';
import { t, tCount } from '../../i18n/language';
import { Pager } from '../../ui/Pager';
import { Pill, type PillTone } from '../../ui/Pill';
import { QueryView } from '../../ui/QueryView';
import { TableRegion } from '../../ui/TableRegion';
import { usePages } from '../../ui/usePages';

const tones: Record<OversightRequest['status'], PillTone> = {
  pending: 'warn',
  approved: 'good',
  rejected: 'bad',
  expired: 'calm',
};

export function DecidedRequests() {
  const pages = usePages();
  const requests = useQuery({
    queryKey: [...keys.oversight, 'all', pages.pageToken],
    queryFn: ({ signal }) => api.oversight.list(null, null, null, pages.pageToken, signal),
  });
  return (
    <section className="card">
      <h2 id="decided-title">{t('oversight.decided')}</h2>
      <QueryView query={requests}>
        {({ items, nextPageToken }) => {
          const decided = items.filter((request) => request.status !== 'pending');
          return (
            <>
              {decided.length === 0 ? (
                <p className="muted">{t('oversight.decidedNone')}</p>
              ) : (
                <DecidedTable requests={decided} />
              )}
              <Pager label={t('oversight.pages')} pages={pages} nextPageToken={nextPageToken} />
            </>
          );
        }}
      </QueryView>
    </section>
  );
}

function DecidedTable({ requests }: { requests: OversightRequest[] }) {
  return (
    <TableRegion labelledBy="decided-title">
      <thead>
        <tr>
          <th scope="col">{t('trade.time')}</th>
          <th scope="col">{t('oversight.agent')}</th>
          <th scope="col">{t('oversight.trade')}</th>
          <th scope="col" className="number">
            {t('positions.marketValue')}
          </th>
          <th scope="col">{t('oversight.result')}</th>
          <th scope="col">{t('oversight.by')}</th>
          <th scope="col">{t('request.reason')}</th>
        </tr>
      </thead>
      <tbody>
        {requests.map(({ requestId, agentId, agentName, status, tradeDetails, decision, expiresAt }) => (
          <tr key={requestId}>
            <td className="nowrap">{dateTime(decision?.decidedAt ?? expiresAt)}</td>
            <td>
              <a href={paths.agent(agentId)}>{agentName}</a>
            </td>
            <th scope="row">
              {tCount(`request.${tradeDetails.action}`, tradeDetails.quantity, { symbol: tradeDetails.symbol })}
            </th>
            <td className="number">{money(tradeDetails.estimatedValue)}</td>
            <td>
              <Pill tone={tones[status]}>{t(`request.status.${status}`)}</Pill>
            </td>
            <td>{decision?.approver ?? '–'}</td>
            <td>{decision?.reason ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </TableRegion>
  );
}
