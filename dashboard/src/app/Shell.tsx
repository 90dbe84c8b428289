import { lazy, Suspense, useEffect, useRef } from 'react';
import { AgentPage } from '../features/agents/AgentPage';
import { AgentsPage } from '../features/agents/AgentsPage';
import { StatusBar } from '../features/market/StatusBar';
import { useLiveUpdates } from '../features/notifications/useLiveUpdates';
import { OversightPage } from '../features/oversight/OversightPage';
import { t } from '../i18n/language';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { CardSkeleton } from '../ui/QueryView';
import { Header } from './Header';
import { useRoute, type Route } from './router';

// Loaded when they are wanted: most people watch and decide.
const AnalyticsPage = lazy(() => import('../features/oversight/analytics/AnalyticsPage'));
const RulesPage = lazy(() => import('../features/oversight/rules/RulesPage'));

/** The page of somebody who is signed in. */
export function Shell() {
  const route = useRoute();
  const connection = useLiveUpdates();
  const main = useRef<HTMLElement>(null);
  const place = 'agentId' in route ? `${route.page} ${route.agentId}` : route.page;
  const firstPlace = useRef(place);

  useEffect(() => {
    // A new place begins at its top, for the eye and for the screen reader.
    if (firstPlace.current === place) return;
    firstPlace.current = '';
    main.current?.focus();
    scrollTo(0, 0);
  }, [place]);

  return (
    <>
      <button type="button" className="skip-link" onClick={() => main.current?.focus()}>
        {t('nav.skip')}
      </button>
      <Header route={route} />
      <StatusBar connection={connection} />
      <main ref={main} tabIndex={-1} className="main">
        <ErrorBoundary key={place}>
          <Suspense fallback={<CardSkeleton />}>
            <Place route={route} />
          </Suspense>
        </ErrorBoundary>
      </main>
    </>
  );
}

function Place({ route }: { route: Route }) {
  switch (route.page) {
    case 'agents':
      return <AgentsPage />;
    case 'agent':
      return <AgentPage agentId={route.agentId} />;
    case 'oversight':
      return <OversightPage />;
    case 'analytics':
      return <AnalyticsPage />;
    case 'rules':
      return <RulesPage agentId={route.agentId} />;
  }
}
