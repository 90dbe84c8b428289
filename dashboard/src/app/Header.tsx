import { UserMenu } from '../features/identity/UserMenu';
import { usePermissions } from '../features/identity/useSession';
import { usePendingRequests } from '../features/oversight/queries';
import { useSoundOfNew } from '../features/oversight/sound';
import { t, tCount } from '../i18n/language';
import { Brand } from './Brand';
import { LanguageMenu } from './LanguageMenu';
import { paths, type Route } from './router';
import { ThemeToggle } from './ThemeToggle';
import { useTitleCount } from './usePageTitle';

export function Header({ route }: { route: Route }) {
  const requests = usePendingRequests().data;
  const { decide: mayDecide } = usePermissions();
  const pending = requests?.length ?? 0;
  useTitleCount(mayDecide ? pending : 0);
  useSoundOfNew(mayDecide ? requests : undefined);
  const isOversight = route.page === 'oversight' || route.page === 'analytics';
  return (
    <header className="header">
      <Brand />
      <nav className="header-nav" aria-label={t('nav.label')}>
        <a href={paths.agents} aria-current={isOversight ? undefined : 'page'}>
          {t('nav.agents')}
        </a>
        <a href={paths.oversight} aria-current={isOversight ? 'page' : undefined}>
          {t('nav.oversight')}
          {pending > 0 && (
            <span className="badge">
              <span aria-hidden="true">{pending}</span>
              <span className="visually-hidden">{tCount('oversight.waiting', pending)}</span>
            </span>
          )}
        </a>
      </nav>
      <div className="header-tools">
        <LanguageMenu />
        <ThemeToggle />
        <UserMenu />
      </div>
    </header>
  );
}
