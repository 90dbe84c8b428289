import type { OversightRules, Trigger, TriggerKind } from '../../../api/oversightTypes';

/** Rules as they are being edited: numbers are what was typed. */
export interface DraftRules {
  rules: DraftRule[];
  dryRun: boolean;
  priceTolerancePct: string;
  rejectionPauseMinutes: string;
}

export interface DraftRule {
  /** Tells rules apart while names change. */
  id: number;
  name: string;
  when: DraftTrigger;
  requiredApprovals: string;
  /** User ids; none means every approver. */
  approvers: string[];
  escalateTo: string[];
}

export interface DraftTrigger {
  id: number;
  kind: TriggerKind;
  /** Empty takes the default. */
  bound: string;
  of: DraftTrigger[];
}

/** How deep conditions may be joined; the server says so too. */
export const deepest = 5;

let ids = 0;

export const newTrigger = (): DraftTrigger => ({ id: ++ids, kind: 'value', bound: '', of: [] });

export const newRule = (): DraftRule => ({
  id: ++ids,
  name: '',
  when: newTrigger(),
  requiredApprovals: '1',
  approvers: [],
  escalateTo: [],
});

export const isJoined = (kind: TriggerKind): boolean => kind === 'all' || kind === 'any';

export const hasBound = (kind: TriggerKind): boolean => !isJoined(kind) && kind !== 'first_trade';

/** The trigger as another kind: a join begins with what there was. */
export function withKind(trigger: DraftTrigger, kind: TriggerKind): DraftTrigger {
  if (!isJoined(kind)) return { ...trigger, kind, bound: '', of: [] };
  return { ...trigger, kind, bound: '', of: isJoined(trigger.kind) ? trigger.of : [{ ...trigger, id: ++ids }] };
}

export function toDraft(rules: OversightRules): DraftRules {
  return {
    rules: rules.rules.map((rule) => ({
      id: ++ids,
      name: rule.name,
      when: triggerToDraft(rule.when),
      requiredApprovals: String(rule.requiredApprovals),
      approvers: rule.approvers ?? [],
      escalateTo: rule.escalateTo ?? [],
    })),
    dryRun: rules.dryRun,
    priceTolerancePct: String(rules.priceTolerancePct),
    rejectionPauseMinutes: String(rules.rejectionPauseMinutes),
  };
}

/** What the server is sent; what is no number is left for it to refuse by its field's name. */
export function fromDraft(draft: DraftRules): OversightRules {
  return {
    rules: draft.rules.map((rule) => ({
      name: rule.name.trim(),
      when: triggerFromDraft(rule.when),
      requiredApprovals: Number(rule.requiredApprovals),
      approvers: orNull(rule.approvers),
      escalateTo: orNull(rule.escalateTo),
    })),
    dryRun: draft.dryRun,
    priceTolerancePct: Number(draft.priceTolerancePct),
    rejectionPauseMinutes: Number(draft.rejectionPauseMinutes),
  };
}

const triggerToDraft = ({ kind, bound, of }: Trigger): DraftTrigger => ({
  id: ++ids,
  kind,
  bound: bound === null ? '' : String(bound),
  of: (of ?? []).map(triggerToDraft),
});

const triggerFromDraft = ({ kind, bound, of }: DraftTrigger): Trigger => ({
  kind,
  bound: hasBound(kind) && bound.trim() !== '' ? Number(bound) : null,
  of: isJoined(kind) ? of.map(triggerFromDraft) : null,
});

const orNull = (ids: string[]): string[] | null => (ids.length > 0 ? ids : null);
