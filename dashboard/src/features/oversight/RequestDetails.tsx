import type { OversightRequest, SimilarTrade } from '../../api/oversightTypes';
import { dateTime, money, signedMoney, signedPercent } from '../../i18n/format';
import { t, tCount } from '../../i18n/language';
import { AllocationChange } from './AllocationChange';

/** What else there is to know about a request; folded away, because the decision is often clear without it. */
export function RequestDetails({ request }: { request: OversightRequest }) {
  const { symbol, action } = request.tradeDetails;
  return (
    <details className="request-details">
      <summary>{t('request.details')}</summary>
      {request.reasoning !== '' && (
        <>
          <h3>{t('request.reasoning')}</h3>
          <p>{request.reasoning}</p>
        </>
      )}
      {request.allocationAfter.length > 0 && <AllocationChange request={request} />}
      <h3>{t('similar.title')}</h3>
      {request.similarTrades.length === 0 ? (
        <p className="muted">{t('similar.none')}</p>
      ) : (
        <ul>
          {request.similarTrades.map((trade) => (
            <li key={trade.tradeId}>
              {dateTime(trade.submittedAt)}: {tCount(`request.${action}`, trade.quantity, { symbol })}, {ended(trade)}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

function ended({ executedPrice, realizedPnL, changePercent, reason }: SimilarTrade): string {
  if (executedPrice === null) return t('similar.not', { reason: reason ?? '' });
  const price = money(executedPrice);
  return realizedPnL === null
    ? t('similar.filled', { price, change: signedPercent(changePercent ?? 0) })
    : t('similar.sold', { price, result: signedMoney(realizedPnL) });
}
