import { useEffect, useState } from 'react';
import type { MarketStatus } from '../../api/types';
import { decimal, marketClock } from '../../i18n/format';
import { t } from '../../i18n/language';

/** The exchange's clock, moving on by itself from the moment it is given, at the market's own speed. */
export function MarketClock({ status }: { status: MarketStatus }) {
  const state = status.hasEnded ? 'market.ended' : status.isOpen ? 'market.open' : 'market.closed';
  const start = Date.parse(status.now);
  const [time, setTime] = useState(start);
  useEffect(() => {
    if (status.hasEnded) return;
    const since = performance.now();
    const timer = setInterval(() => setTime(start + (performance.now() - since) * status.speed), 1000);
    return () => clearInterval(timer);
  }, [start, status.speed, status.hasEnded]);

  return (
    <p className="market-clock">
      <span className={status.isOpen ? 'dot dot-good' : 'dot dot-calm'} aria-hidden="true" />
      <span>{t(state)}</span>
      <time dateTime={new Date(time).toISOString()}>{t('market.time', { time: marketClock(time) })}</time>
      {status.speed !== 1 && <span>{t('market.speed', { speed: decimal(status.speed) })}</span>}
    </p>
  );
}
