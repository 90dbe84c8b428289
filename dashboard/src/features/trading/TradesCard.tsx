import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Trade } from '../../api/types';
import { keys } from '../../app/queryKeys';
import { t } from '../../i18n/language';
import { Pager } from '../../ui/Pager';
import { QueryView } from '../../ui/QueryView';
import { TableRegion } from '../../ui/TableRegion';
import { usePages } from '../../ui/usePages';
import { TradeRow } from './TradeRow';

const pageSize = 50;

export function TradesCard({ agentId }: { agentId: string }) {
  const pages = usePages();
  const trades = useQuery({
    queryKey: [...keys.trades(agentId), pages.pageToken],
    queryFn: ({ signal }) => api.trading.trades(agentId, pageSize, pages.pageToken, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  return (
    <section className="card">
      <h2 id="trades-title">{t('trades.title')}</h2>
      <QueryView query={trades}>
        {({ items, nextPageToken }) => (
          <>
            {items.length === 0 ? <p className="muted">{t('trades.none')}</p> : <TradesTable trades={items} />}
            <Pager label={t('trades.pages')} pages={pages} nextPageToken={nextPageToken} />
          </>
        )}
      </QueryView>
    </section>
  );
}

function TradesTable({ trades }: { trades: Trade[] }) {
  return (
    <TableRegion labelledBy="trades-title">
      <thead>
        <tr>
          <th scope="col">{t('trade.time')}</th>
          <th scope="col">{t('trade.symbol')}</th>
          <th scope="col">{t('trade.action')}</th>
          <th scope="col" className="number">
            {t('trade.quantity')}
          </th>
          <th scope="col" className="number">
            {t('trade.price')}
          </th>
          <th scope="col" className="number">
            {t('trade.total')}
          </th>
          <th scope="col" className="number">
            {t('trade.fees')}
          </th>
          <th scope="col">{t('trade.status')}</th>
          <th scope="col">{t('trade.why')}</th>
        </tr>
      </thead>
      <tbody>
        {trades.map((trade) => (
          <TradeRow key={trade.tradeId} trade={trade} />
        ))}
      </tbody>
    </TableRegion>
  );
}
