import { t } from '../../i18n/language';
import type { ConnectionState } from '../notifications/connection';
import { ConnectionIndicator } from '../notifications/ConnectionIndicator';
import { MarketClock } from './MarketClock';
import { useMarketStatus } from './queries';

/** The strip below the header: whether this is a demo, what time it is on the market, whether the page is live. */
export function StatusBar({ connection }: { connection: ConnectionState }) {
  const { data: status, dataUpdatedAt } = useMarketStatus();
  return (
    <section className={status?.simulated ? 'status-bar demo' : 'status-bar'} aria-label={t('status.label')}>
      {status?.simulated && (
        <p className="demo-banner">
          <strong>{t('demo.title')}</strong> <span>{t('demo.text')}</span>
        </p>
      )}
      {status && <MarketClock key={dataUpdatedAt} status={status} />}
      <ConnectionIndicator state={connection} />
    </section>
  );
}
