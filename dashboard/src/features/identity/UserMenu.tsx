import { useAction } from '../../app/useAction';
import { signOut } from '../../api/http';
import { t } from '../../i18n/language';
import { Icon } from '../../ui/Icon';
import { useSession } from './useSession';

export function UserMenu() {
  const user = useSession()?.user;
  const leave = useAction({ mutationFn: signOut });
  if (user === undefined) return null;
  return (
    <div className="user-menu">
      <span className="user-name">
        {user.fullName}
        <span className="user-role">{t(`role.${user.role}`)}</span>
      </span>
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
