import type { Agent, AgentStatus } from '../../api/types';
import { t } from '../../i18n/language';
import { Pill, type PillTone } from '../../ui/Pill';

const tones: Record<AgentStatus, PillTone> = { active: 'good', paused: 'warn', stopped: 'calm', error: 'bad' };

export function AgentStatusPill({ agent }: { agent: Agent }) {
  return <Pill tone={tones[agent.status]}>{t(`agent.status.${agent.status}`)}</Pill>;
}
