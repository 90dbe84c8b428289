import { UserMenu } from '../features/identity/UserMenu';
import { usePendingCount } from '../features/oversight/queries';
import { t, tCount } from '../i18n/language';
import { Brand } from './Brand';
import { LanguageMenu } from './LanguageMenu';
import { paths, type Route } from './router';
import { ThemeToggle } from './ThemeToggle';

export function Header({ route }: { route: Route }) {
  const pending = usePendingCount();
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
