import { paths } from '../../app/router';
import { usePageTitle } from '../../app/usePageTitle';
import { t } from '../../i18n/language';
import { Icon } from '../../ui/Icon';
import { QueryView } from '../../ui/QueryView';
import { usePermissions } from '../identity/useSession';
import { DecidedRequests } from './DecidedRequests';
import { usePendingRequests } from './queries';
import { RequestCard } from './RequestCard';

export function OversightPage() {
  usePageTitle(t('nav.oversight'));
  const pending = usePendingRequests();
  const mayAnalyse = usePermissions().analyse;
  return (
    <>
      <header className="page-header">
        <div>
          <h1>{t('nav.oversight')}</h1>
          <p className="muted">{t('oversight.intro')}</p>
        </div>
        {mayAnalyse && (
          <a className="button" href={paths.analytics}>
            {t('analytics.title')}
          </a>
        )}
      </header>
      <QueryView query={pending}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card empty">
              <Icon name="hand" />
              <h2>{t('oversight.none')}</h2>
              <p className="muted">{t('oversight.noneText')}</p>
            </div>
          ) : (
            <ul className="request-grid">
              {items.map((request) => (
                <li key={request.requestId}>
                  <RequestCard request={request} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <DecidedRequests />
    </>
  );
}
