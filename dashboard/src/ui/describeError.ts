import { ApiError, NetworkError } from '../api/errors';
import { t } from '../i18n/language';

/** What went wrong, in a sentence for people. The server's own sentence is the best there is. */
export function describeError(error: Error): string {
  if (error instanceof NetworkError) return t('error.network');
  if (!(error instanceof ApiError)) return t('error.unexpected');
  if (error.type === '/problems/totp-required') return t('error.code');
  if (error.type === '/problems/totp-not-enrolled') return t('error.noAuthenticator');
  // The server's summary of many fields speaks to programs; its messages stand at the fields.
  return Object.keys(error.fields).length > 1 ? t('error.fields') : error.message;
}
