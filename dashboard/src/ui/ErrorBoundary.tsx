import { Component, type ReactNode } from 'react';
import { t } from '../i18n/language';

/** What is left when a part of the page fails to draw or to load: a sentence and a way on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="error-note" role="alert">
        <p>{t('error.page')}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {t('action.reload')}
        </button>
      </div>
    );
  }
}
