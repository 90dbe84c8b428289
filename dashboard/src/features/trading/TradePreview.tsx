import type { Quote, Side } from '../../api/types';
import { money } from '../../i18n/format';
import { t } from '../../i18n/language';
import { Stat } from '../../ui/Stat';
import { estimateTrade } from './estimate';

interface TradePreviewProps {
  quote: Quote | null;
  action: Side;
  quantity: number;
  cash: number;
}

export function TradePreview({ quote, action, quantity, cash }: TradePreviewProps) {
  const estimate = quote === null ? null : estimateTrade(quote, action, quantity, cash);
  return (
    <div className="preview" aria-live="polite">
      <dl>
        <Stat label={t(action === 'buy' ? 'preview.ask' : 'preview.bid')}>
          {estimate ? money(estimate.price) : '–'}
        </Stat>
        <Stat label={t(action === 'buy' ? 'preview.cost' : 'preview.proceeds')}>
          {estimate ? money(estimate.amount) : '–'}
        </Stat>
        <Stat label={t('preview.cashAfter')}>
          <span className={estimate && estimate.cashAfter < 0 ? 'loss' : undefined}>
            {estimate ? money(estimate.cashAfter) : '–'}
          </span>
        </Stat>
      </dl>
      <p className="field-hint">{t('preview.beforeFees')}</p>
    </div>
  );
}
