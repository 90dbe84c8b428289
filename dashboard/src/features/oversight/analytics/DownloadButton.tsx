import { api } from '../../../api/client';
import { everyPage } from '../../../api/everyPage';
import { serverNow } from '../../../api/serverClock';
import type { AnalyticsRange } from '../../../api/oversightTypes';
import { useAction } from '../../../app/useAction';
import { t } from '../../../i18n/language';
import { describeError } from '../../../ui/describeError';
import { showToast } from '../../notifications/toasts';
import { reportOf } from './report';

const dayMs = 24 * 60 * 60_000;

/** Saves the requests of a time, for auditors and presentations. */
export function DownloadButton({ range }: { range: AnalyticsRange }) {
  const download = useAction({
    mutationFn: () => {
      const from = new Date(serverNow() - Number.parseInt(range) * dayMs).toISOString();
      return everyPage((page) => api.oversight.list(null, null, from, page));
    },
    onSuccess: (requests) => save(reportOf(requests), `oversight-${range}.csv`),
    onError: (error) => showToast({ tone: 'negative', text: describeError(error) }),
  });
  return (
    <button type="button" className="button" disabled={download.isPending} onClick={() => download.start(undefined)}>
      {t('analytics.download')}
    </button>
  );
}

function save(text: string, name: string): void {
  // The mark tells spreadsheets that it is UTF-8.
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: the browser begins to read only after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
