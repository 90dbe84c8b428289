import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { api } from '../../../api/client';
import type { AnalyticsRange } from '../../../api/oversightTypes';
import { keys } from '../../../app/queryKeys';
import { count, decimal, money, signedMoney } from '../../../i18n/format';
import { t, tCount } from '../../../i18n/language';
import { Field } from '../../../ui/Field';
import { QueryView } from '../../../ui/QueryView';
import { Stat } from '../../../ui/Stat';

/** Dollars. */
const most = 100_000;
const step = 5_000;

/** What approving every trade below a value without asking would have meant. */
export function WhatIfCard({ range }: { range: AnalyticsRange }) {
  const [below, setBelow] = useState(75_000);
  const asked = useDeferredValue(below);
  const answer = useQuery({
    queryKey: keys.whatIf(range, asked),
    queryFn: ({ signal }) => api.oversight.whatIf(asked, range, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="card what-if">
      <h2>{t('whatIf.title')}</h2>
      <Field label={t('whatIf.below', { value: money(below) })} hint={t('whatIf.hint')}>
        {(control) => (
          <input
            {...control}
            type="range"
            min={step}
            max={most}
            step={step}
            value={below}
            aria-valuetext={money(below)}
            onChange={(event) => setBelow(Number(event.target.value))}
          />
        )}
      </Field>
      <QueryView query={answer}>
        {(data) => (
          <div className="preview" aria-live="polite">
            <dl>
              <Stat label={t('whatIf.saved')}>
                {t('whatIf.savedOf', {
                  saved: count(data.requestsSaved),
                  total: count(data.totalRequests),
                  percent: decimal(data.savedPercent),
                })}
              </Stat>
              <Stat label={t('whatIf.exposed')}>{money(data.moneyExposed)}</Stat>
              <Stat label={t('whatIf.refused')}>{money(data.refusedValue)}</Stat>
              <Stat label={t('whatIf.approvedSince')}>{signedMoney(data.pnLOfApproved)}</Stat>
              <Stat label={t('whatIf.refusedSince')}>{signedMoney(data.pnLOfRefused)}</Stat>
            </dl>
            {data.withoutPrice > 0 && <p className="field-hint">{tCount('whatIf.withoutPrice', data.withoutPrice)}</p>}
          </div>
        )}
      </QueryView>
    </section>
  );
}
