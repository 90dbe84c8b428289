import type { PortfolioAnswer } from '../../api/types';
import { money, signedPercent } from '../../i18n/format';
import { t } from '../../i18n/language';
import { Delta } from '../../ui/Delta';
import { Stat } from '../../ui/Stat';

export function PortfolioStats({ portfolio }: { portfolio: PortfolioAnswer['portfolio'] }) {
  const { performance } = portfolio;
  return (
    <dl className="card summary">
      <Stat label={t('portfolio.value')}>{money(portfolio.totalValue)}</Stat>
      <Stat label={t('portfolio.totalReturn')}>
        <Delta amount={performance.totalReturn} percent={performance.totalReturnPercent} />
      </Stat>
      <Stat label={t('portfolio.dayReturn')}>
        <Delta amount={performance.dayReturn} percent={performance.dayReturnPercent} />
      </Stat>
      <Stat label={t('agent.cash')}>{money(portfolio.cash)}</Stat>
      <Stat label={t('portfolio.maxDrawdown')}>{signedPercent(performance.maxDrawdown)}</Stat>
    </dl>
  );
}
