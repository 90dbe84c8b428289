import { t } from '../i18n/language';
import type { usePages } from './usePages';

interface PagerProps {
  label: string;
  pages: ReturnType<typeof usePages>;
  nextPageToken: string | null;
}

/** Nothing when one page holds it all. */
export function Pager({ label, pages, nextPageToken }: PagerProps) {
  if (pages.pageNumber === 1 && nextPageToken === null) return null;
  return (
    <nav className="pager" aria-label={label}>
      <button type="button" className="button" disabled={pages.pageNumber === 1} onClick={pages.previous}>
        {t('pager.newer')}
      </button>
      <span>{t('pager.page', { page: pages.pageNumber })}</span>
      <button
        type="button"
        className="button"
        disabled={nextPageToken === null}
        onClick={() => {
          if (nextPageToken !== null) pages.next(nextPageToken);
        }}
      >
        {t('pager.older')}
      </button>
    </nav>
  );
}
