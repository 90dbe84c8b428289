import { lazy, Suspense, useState } from 'react';
import { useAction } from '../../app/useAction';
import { signOut } from '../../api/http';
import { t } from '../../i18n/language';
import { Icon } from '../../ui/Icon';
import { useSession } from './useSession';

// Loaded when it is wanted: few need it, and once.
const AuthenticatorDialog = lazy(() => import('./AuthenticatorDialog'));
const SlackDialog = lazy(() => import('./SlackDialog'));

export function UserMenu() {
  const [enrolling, setEnrolling] = useState(false);
  const [linking, setLinking] = useState(false);
  const user = useSession()?.user;
  const leave = useAction({ mutationFn: signOut });
  if (user === undefined) return null;
  return (
    <div className="user-menu">
      <span className="user-name">
        {user.fullName}
        <span className="user-role">{t(`role.${user.role}`)}</span>
      </span>
      {!user.totpEnabled && (
        <button
          type="button"
          className="icon-button"
          aria-label={t('authenticator.title')}
          title={t('authenticator.title')}
          onClick={() => setEnrolling(true)}
        >
          <Icon name="key" />
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={t('slack.title')}
        title={t('slack.title')}
        onClick={() => setLinking(true)}
      >
        <Icon name="link" />
      </button>
      {linking && (
        <Suspense>
          <SlackDialog onClose={() => setLinking(false)} />
        </Suspense>
      )}
      {enrolling && (
        <Suspense>
          <AuthenticatorDialog onClose={() => setEnrolling(false)} />
        </Suspense>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={t('session.signOut')}
        title={t('session.signOut')}
        disabled={leave.isPending}
        onClick={() => leave.start()}
      >
        <Icon name="signOut" />
      </button>
    </div>
  );
}
