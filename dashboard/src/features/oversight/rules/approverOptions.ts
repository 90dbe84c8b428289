import type { Approver } from '../../../api/oversightTypes';
import { locale, t } from '../../../i18n/language';

interface ApproverOption extends Approver {
  /** What tells this one from the others, where the name does not. */
  note: string | null;
}

/** Whom a rule may name, by name, and then those whom it names though they are no approvers any more. */
export function approverOptions(approvers: Approver[], named: string[]): ApproverOption[] {
  const gone = [...new Set(named)].filter((id) => approvers.every(({ userId }) => userId !== id));
  return [
    ...approvers
      .toSorted((a, b) => a.name.localeCompare(b.name, locale()))
      .map((approver) => ({
        ...approver,
        note: approvers.filter(({ name }) => name === approver.name).length > 1 ? approver.userId : null,
      })),
    ...gone.map((userId) => ({ userId, name: userId, note: t('rules.noApprover') })),
  ];
}
