import { useState } from 'react';
import type { OversightRequest } from '../../api/oversightTypes';
import { t } from '../../i18n/language';
import { useAnswer } from './queries';
import { WordsDialog } from './WordsDialog';

/** Answers an approver's question, for the people of the agent. */
export function AnswerButton({ request, what }: { request: OversightRequest; what: string }) {
  const [open, setOpen] = useState(false);
  const answer = useAnswer(request);
  return (
    <div className="actions">
      <button
        type="button"
        className="button"
        disabled={answer.isPending}
        aria-label={t('request.answerNamed', { what })}
        onClick={() => setOpen(true)}
      >
        {t('request.answer')}
      </button>
      {open && (
        <WordsDialog
          title={t('request.answerNamed', { what })}
          label={t('request.answerLabel')}
          hint={t('request.answerHint')}
          submit={t('request.answer')}
          onClose={() => setOpen(false)}
          onSubmit={(text) => {
            setOpen(false);
            answer.start(text);
          }}
        />
      )}
    </div>
  );
}
