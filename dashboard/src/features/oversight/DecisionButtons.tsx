import { useState } from 'react';
import type { OversightRequest } from '../../api/oversightTypes';
import { t } from '../../i18n/language';
import { Icon } from '../../ui/Icon';
import { FewerDialog } from './FewerDialog';
import { useDecide } from './queries';
import { WordsDialog } from './WordsDialog';

interface DecisionButtonsProps {
  request: OversightRequest;
  what: string;
  /** Once is enough; a no is still possible. */
  hasSaidYes: boolean;
}

/** Yes, no, yes to a part, or a question. */
export function DecisionButtons({ request, what, hasSaidYes }: DecisionButtonsProps) {
  const [open, setOpen] = useState<'reject' | 'fewer' | 'ask' | null>(null);
  const decide = useDecide(request);
  const close = () => setOpen(null);
  const { quantity } = request.tradeDetails;
  return (
    <div className="actions">
      {!hasSaidYes && (
        <button
          type="button"
          className="button primary"
          disabled={decide.isPending}
          aria-label={t('request.approveNamed', { what })}
          onClick={() => decide.start({ decision: 'approved' })}
        >
          <Icon name="check" /> {t('request.approve')}
        </button>
      )}
      <button
        type="button"
        className="button danger"
        disabled={decide.isPending}
        aria-label={t('request.rejectNamed', { what })}
        onClick={() => setOpen('reject')}
      >
        <Icon name="close" /> {t('request.reject')}
      </button>
      {quantity > 1 && !hasSaidYes && (
        <button
          type="button"
          className="button"
          disabled={decide.isPending}
          aria-label={t('request.fewerNamed', { what })}
          onClick={() => setOpen('fewer')}
        >
          {t('request.fewer')}
        </button>
      )}
      <button
        type="button"
        className="button"
        disabled={decide.isPending}
        aria-label={t('request.askNamed', { what })}
        onClick={() => setOpen('ask')}
      >
        {t('request.ask')}
      </button>
      {open === 'reject' && (
        <WordsDialog
          title={t('request.rejectNamed', { what })}
          label={t('request.reason')}
          hint={t('request.reasonHint')}
          submit={t('request.reject')}
          optional
          danger
          onClose={close}
          onSubmit={(reason) => {
            close();
            decide.start({ decision: 'rejected', ...(reason !== '' && { reason }) });
          }}
        />
      )}
      {open === 'ask' && (
        <WordsDialog
          title={t('request.askNamed', { what })}
          label={t('request.question')}
          hint={t('request.questionHint')}
          submit={t('request.ask')}
          onClose={close}
          onSubmit={(reason) => {
            close();
            decide.start({ decision: 'info_requested', reason });
          }}
        />
      )}
      {open === 'fewer' && (
        <FewerDialog
          what={what}
          most={quantity}
          onClose={close}
          onApprove={(fewer) => {
            close();
            decide.start({ decision: 'approved', quantity: fewer });
          }}
        />
      )}
    </div>
  );
}
