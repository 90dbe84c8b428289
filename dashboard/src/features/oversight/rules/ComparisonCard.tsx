import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client';
import { keys } from '../../../app/queryKeys';
import { count, money, signedMoney, signedPercent } from '../../../i18n/format';
import { t } from '../../../i18n/language';
import { QueryView } from '../../../ui/QueryView';
import { TableRegion } from '../../../ui/TableRegion';

/** What oversight has brought the agent: the same decisions with it and without. */
export function ComparisonCard({ agentId }: { agentId: string }) {
  const comparison = useQuery({
    queryKey: keys.comparison(agentId),
    queryFn: ({ signal }) => api.oversight.comparison(agentId, signal),
  });
  return (
    <section className="card">
      <h2 id="comparison-title">{t('comparison.title')}</h2>
      <QueryView query={comparison}>
        {({ stopped, approved, withOversight, withoutOversight, difference }) => (
          <>
            <p>
              {t('comparison.summary', {
                stopped: count(stopped),
                approved: count(approved),
                difference: signedMoney(difference),
              })}
            </p>
            <TableRegion labelledBy="comparison-title">
              <thead>
                <tr>
                  <th scope="col">{t('comparison.book')}</th>
                  <th scope="col" className="number">
                    {t('comparison.trades')}
                  </th>
                  <th scope="col" className="number">
                    {t('portfolio.value')}
                  </th>
                  <th scope="col" className="number">
                    {t('portfolio.totalReturn')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {(
                  [
                    ['with', withOversight],
                    ['without', withoutOversight],
                  ] as const
                ).map(([name, book]) => (
                  <tr key={name}>
                    <th scope="row">{t(`comparison.${name}`)}</th>
                    <td className="number">{count(book.trades)}</td>
                    <td className="number">{money(book.value)}</td>
                    <td className="number">{signedPercent(book.returnPercent)}</td>
                  </tr>
                ))}
              </tbody>
            </TableRegion>
          </>
        )}
      </QueryView>
    </section>
  );
}
