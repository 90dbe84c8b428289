import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client';
import type { AnalyticsRange, OversightAnalytics } from '../../../api/types';
import { keys } from '../../../app/queryKeys';
import { paths } from '../../../app/router';
import { usePageTitle } from '../../../app/usePageTitle';
import { count, decimal } from '../../../i18n/format';
import { t } from '../../../i18n/language';
import { Icon } from '../../../ui/Icon';
import { QueryView } from '../../../ui/QueryView';
import { Stat } from '../../../ui/Stat';
import { refreshMs } from '../../agents/queries';
import { ApproversCard, DaysCard, HoursCard } from './AnalyticsTables';
import { WhatIfCard } from './WhatIfCard';

const ranges: AnalyticsRange[] = ['1D', '7D', '30D'];

/** How approvals go: what they cost in time, where they wait, and what another threshold would change. */
export default function AnalyticsPage() {
  const [range, setRange] = useState<AnalyticsRange>('30D');
  const analytics = useQuery({
    queryKey: keys.analytics(range),
    queryFn: ({ signal }) => api.oversight.analytics(range, signal),
    placeholderData: keepPreviousData,
  });
  usePageTitle(t('analytics.title'));
  return (
    <>
      <nav className="breadcrumb" aria-label={t('nav.breadcrumb')}>
        <a href={paths.oversight}>{t('nav.oversight')}</a>
        <Icon name="chevron" />
        <span aria-current="page">{t('analytics.title')}</span>
      </nav>
      <header className="page-header">
        <h1>{t('analytics.title')}</h1>
        <div className="ranges" role="group" aria-label={t('chart.range')}>
          {ranges.map((each) => (
            <button key={each} type="button" aria-pressed={each === range} onClick={() => setRange(each)}>
              {t(`analytics.range.${each}`)}
            </button>
          ))}
        </div>
      </header>
      <QueryView query={analytics} lines={12}>
        {(data) => (
          <>
            <SummaryCard analytics={data} />
            <Recommendations sentences={data.recommendations} />
            <div className="cards">
              <WhatIfCard range={range} />
              <DaysCard days={data.trends} />
              <ApproversCard approvers={data.approverPerformance} />
              <HoursCard hours={data.bottlenecks} />
            </div>
          </>
        )}
      </QueryView>
    </>
  );
}

function SummaryCard({ analytics: { summary, latency } }: { analytics: OversightAnalytics }) {
  const queue = useQuery({
    queryKey: keys.queue,
    queryFn: ({ signal }) => api.oversight.queue(signal),
    refetchInterval: refreshMs,
  });
  const seconds = (value: number | null) => (value === null ? '–' : t('analytics.seconds', { time: decimal(value) }));
  return (
    <dl className="card summary">
      <Stat label={t('analytics.waiting')}>{count(queue.data?.pending ?? summary.pending)}</Stat>
      <Stat label={t('analytics.requests')}>{count(summary.totalRequests)}</Stat>
      <Stat label={t('analytics.approvalRate')}>{decimal(summary.approvalRate)} %</Stat>
      <Stat label={t('request.status.rejected')}>{count(summary.rejected)}</Stat>
      <Stat label={t('request.status.expired')}>{count(summary.expired)}</Stat>
      <Stat label={t('analytics.averageTime')}>{seconds(summary.avgApprovalTime)}</Stat>
      <Stat label={t('analytics.p95')}>{seconds(latency.p95)}</Stat>
    </dl>
  );
}

function Recommendations({ sentences }: { sentences: string[] }) {
  return (
    <section className="card">
      <h2>{t('analytics.recommendations')}</h2>
      {sentences.length === 0 ? (
        <p className="muted">{t('analytics.recommendationsNone')}</p>
      ) : (
        // The server's sentences are in English.
        <ul className="sentences" lang="en">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
