import { useState, type SubmitEvent } from 'react';
import { useAction } from '../../app/useAction';
import { signIn } from '../../api/http';
import { session } from '../../api/session';
import { Brand } from '../../app/Brand';
import { LanguageMenu } from '../../app/LanguageMenu';
import { ThemeToggle } from '../../app/ThemeToggle';
import { t } from '../../i18n/language';
import { ErrorNote } from '../../ui/ErrorNote';
import { Field } from '../../ui/Field';
import { CodeField } from './CodeField';
import { useCode } from './useCode';

export function SignInPage() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const enter = useAction({ mutationFn: (totpCode: string | null) => signIn(email, password, totpCode) });
  const code = useCode(enter.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    enter.start(code.given);
  };

  return (
    <div className="sign-in">
      <header className="sign-in-tools">
        <LanguageMenu />
        <ThemeToggle />
      </header>
      <main className="card sign-in-card">
        <Brand />
        <h1>{t('signIn.title')}</h1>
        <p className="muted">{t('signIn.intro')}</p>
        {session.hasLapsed() && <p className="notice">{t('signIn.ended')}</p>}
        <form onSubmit={submit}>
          <Field label={t('signIn.email')}>
            {(control) => (
              <input
                {...control}
                type="email"
                autoComplete="username"
                required
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('signIn.password')}>
            {(control) => (
              <input
                {...control}
                type="password"
                autoComplete="current-password"
                required
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            )}
          </Field>
          {code.wanted && <CodeField code={code.code} onCode={code.setCode} />}
          {enter.error && <ErrorNote error={enter.error} />}
          <button type="submit" className="button primary wide" disabled={enter.isPending}>
            {t(enter.isPending ? 'signIn.working' : 'signIn.submit')}
          </button>
        </form>
      </main>
    </div>
  );
}
