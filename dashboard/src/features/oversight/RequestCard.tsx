import type { Approver, OversightRequest } from '../../api/oversightTypes';
import { paths } from '../../app/router';
import { count, money, time } from '../../i18n/format';
import { t, tCount } from '../../i18n/language';
import { usePermissions, useSession } from '../identity/useSession';
import { AnswerButton } from './AnswerButton';
import { Countdown } from './Countdown';
import { DecisionButtons } from './DecisionButtons';
import { RequestDetails } from './RequestDetails';
import { RiskView } from './RiskView';

/** Who must say yes, where it is not just any approver. */
function WhoDecides({ quorums }: Pick<OversightRequest, 'quorums'>) {
  const [only] = quorums;
  if (quorums.length === 1 && only?.required === 1) {
    return (
      only.approvers.length > 0 && <p className="muted">{t('request.approvers', { names: namesOf(only.approvers) })}</p>
    );
  }
  return (
    <ul>
      {quorums.map(({ required, given, approvers }, index) => (
        <li key={index}>
          {t('request.votes', { given, needed: required })}{' '}
          <span className="muted">
            {approvers.length > 0 ? t('request.approvers', { names: namesOf(approvers) }) : t('request.anyApprover')}
          </span>
        </li>
      ))}
    </ul>
  );
}

const namesOf = (approvers: Approver[]) => approvers.map(({ name }) => name).join(', ');

/** A waiting request: what, why, how risky, how long still, and what to say to it. */
export function RequestCard({ request }: { request: OversightRequest }) {
  const { decide: mayDecide, trade: mayTrade } = usePermissions();
  const userId = useSession()?.user.userId;
  const isAsked = request.quorums.some(
    ({ approvers }) => approvers.length === 0 || approvers.some((approver) => approver.userId === userId),
  );
  const hasSaidYes = request.approvals.some(({ approverId }) => approverId === userId);
  const mayAnswer = mayTrade && request.notes.some(({ isAnswer }) => !isAnswer);
  const { symbol, action, quantity, estimatedValue, entryQuantity, entryValue } = request.tradeDetails;
  const what = tCount(`request.${action}`, quantity, { symbol });
  const isEscalated = request.escalatedAt !== null && request.escalationApprovers.length > 0;

  return (
    <article className="card request-card">
      <header>
        <h2 tabIndex={-1}>{what}</h2>
        <Countdown request={request} />
      </header>
      <p className="agent-value">{money(estimatedValue)}</p>
      {entryQuantity !== null && entryValue !== null && (
        <p>{t('request.step', { quantity: count(entryQuantity), value: money(entryValue) })}</p>
      )}
      <p>
        <a href={paths.agent(request.agentId)}>{request.agentName}</a>{' '}
        <span className="muted">{t('request.askedAt', { time: time(request.createdAt) })}</span>
      </p>
      <p className="request-reason">{request.reason}</p>
      {request.riskAssessment !== null && <RiskView risk={request.riskAssessment} />}
      <RequestDetails request={request} />
      <WhoDecides quorums={request.quorums} />
      {isEscalated && <p>{t('request.escalated', { names: namesOf(request.escalationApprovers) })}</p>}
      {request.notes.length > 0 && (
        <section>
          <h3>{t('request.notes')}</h3>
          <ul>
            {request.notes.map(({ noteId, name, text, isAnswer }) => (
              <li key={noteId}>
                <strong>{name}</strong> {isAnswer ? t('request.answers') : t('request.asks')}: {text}
              </li>
            ))}
          </ul>
        </section>
      )}
      {mayAnswer && <AnswerButton request={request} what={what} />}
      {hasSaidYes && <p>{t('request.saidYes')}</p>}
      {mayDecide && isAsked ? (
        <DecisionButtons request={request} what={what} hasSaidYes={hasSaidYes} />
      ) : (
        <p className="muted">{t(mayDecide ? 'request.othersDecide' : 'request.notYours')}</p>
      )}
    </article>
  );
}
