import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { SignInPage } from '../features/identity/SignInPage';
import { useSession } from '../features/identity/useSession';
import { Toasts } from '../features/notifications/Toasts';
import { useLanguage } from '../i18n/language';
import { Shell } from './Shell';

export function App() {
  const language = useLanguage();
  const queryClient = useQueryClient();
  const userId = useSession()?.user.userId;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    // Nobody sees what was read for somebody else.
    if (userId === undefined) queryClient.clear();
  }, [userId, queryClient]);

  return (
    <>
      {userId === undefined ? <SignInPage /> : <Shell key={userId} />}
      <Toasts />
    </>
  );
}
