import { paths } from '../../app/router';
import { usePageTitle } from '../../app/usePageTitle';
import { t } from '../../i18n/language';
import { QueryView } from '../../ui/QueryView';
import { usePermissions } from '../identity/useSession';
import { DecidedRequests } from './DecidedRequests';
import { usePendingRequests } from './queries';
import { RequestList } from './RequestList';
import { useSound } from './sound';

export function OversightPage() {
  usePageTitle(t('nav.oversight'));
  const pending = usePendingRequests();
  const { analyse: mayAnalyse, decide: mayDecide } = usePermissions();
  const [sound, setSound] = useSound();
  return (
    <>
      <header className="page-header">
        <div>
          <h1>{t('nav.oversight')}</h1>
          <p className="muted">{t('oversight.intro')}</p>
          {mayDecide && (
            <label className="check">
              <input type="checkbox" checked={sound} onChange={(event) => setSound(event.target.checked)} />
              {t('oversight.sound')}
            </label>
          )}
        </div>
        {mayAnalyse && (
          <a className="button" href={paths.analytics}>
            {t('analytics.title')}
          </a>
        )}
      </header>
      <QueryView query={pending}>{(requests) => <RequestList requests={requests} />}</QueryView>
      <DecidedRequests />
    </>
  );
}
