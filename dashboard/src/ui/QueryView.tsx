import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { t } from '../i18n/language';
import { ErrorNote } from './ErrorNote';

interface QueryViewProps<T> {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  /** Lines of the placeholder, so that the answer moves little when it comes. */
  lines?: number;
  children: (data: T) => ReactNode;
}

/** A query's three states. Data that is already here stays visible when reading it again fails. */
export function QueryView<T>({ query, lines = 4, children }: QueryViewProps<T>) {
  return (
    <>
      {query.error !== null && <ErrorNote error={query.error} onRetry={query.refetch} />}
      {query.data !== undefined && children(query.data)}
      {query.data === undefined && query.error === null && <Skeleton lines={lines} />}
    </>
  );
}

/** Holds a card's place while what fills it is on its way. */
export function CardSkeleton() {
  return (
    <div className="card">
      <Skeleton lines={5} />
    </div>
  );
}

function Skeleton({ lines }: { lines: number }) {
  return (
    <div className="skeleton" aria-busy="true">
      <span className="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" />
      ))}
    </div>
  );
}
