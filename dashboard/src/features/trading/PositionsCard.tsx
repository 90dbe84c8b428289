import type { Position } from '../../api/types';
import { count, money } from '../../i18n/format';
import { t } from '../../i18n/language';
import { Delta } from '../../ui/Delta';
import { TableRegion } from '../../ui/TableRegion';

export function PositionsCard({ positions }: { positions: Position[] }) {
  return (
    <section className="card">
      <h2 id="positions-title">{t('positions.title')}</h2>
      {positions.length === 0 ? (
        <p className="muted">{t('positions.none')}</p>
      ) : (
        <TableRegion labelledBy="positions-title">
          <thead>
            <tr>
              <th scope="col">{t('trade.symbol')}</th>
              <th scope="col" className="number">
                {t('trade.quantity')}
              </th>
              <th scope="col" className="number">
                {t('positions.averageCost')}
              </th>
              <th scope="col" className="number">
                {t('trade.price')}
              </th>
              <th scope="col" className="number">
                {t('positions.marketValue')}
              </th>
              <th scope="col" className="number">
                {t('positions.gain')}
              </th>
            </tr>
          </thead>
          <tbody>
            {positions.map((position) => (
              <tr key={position.symbol}>
                <th scope="row">{position.symbol}</th>
                <td className="number">{count(position.quantity)}</td>
                <td className="number">{money(position.averageCost)}</td>
                <td className="number">{money(position.currentPrice)}</td>
                <td className="number">{money(position.marketValue)}</td>
                <td className="number">
                  <Delta amount={position.unrealizedPnL} percent={position.unrealizedPnLPercent} />
                </td>
              </tr>
            ))}
          </tbody>
        </TableRegion>
      )}
    </section>
  );
}
