import { useEffect, useState } from 'react';
import { t } from '../../i18n/language';
import { Icon } from '../../ui/Icon';
import { dismissToast, useToasts, type Toast } from './toasts';

/** Long enough to read; a warning also waits for somebody to look up. */
const shownForMs: Record<Toast['tone'], number> = { positive: 8000, negative: 8000, info: 8000, warning: 30_000 };

/** The live region is always on the page: screen readers miss regions that arrive together with their text. */
export function Toasts() {
  return (
    <section className="toasts" role="status" aria-live="polite" aria-label={t('toast.region')}>
      {useToasts().map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), shownForMs[toast.tone]);
    return () => clearTimeout(timer);
  }, [held, toast.id, toast.tone]);

  return (
    <div
      className={`toast toast-${toast.tone}`}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={icons[toast.tone]} />
      <p>
        {toast.text} {toast.link && <a href={toast.link.href}>{toast.link.label}</a>}
      </p>
      <button
        type="button"
        className="icon-button"
        aria-label={t('action.dismiss')}
        onClick={() => dismissToast(toast.id)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

const icons = { positive: 'check', negative: 'alert', warning: 'hand', info: 'info' } as const;
