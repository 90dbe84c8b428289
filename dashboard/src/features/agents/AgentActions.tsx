import { useState } from 'react';
import type { Agent } from '../../api/types';
import { t } from '../../i18n/language';
import { Dialog } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import { usePermissions } from '../identity/useSession';
import { useAgentAction } from './queries';

/** The buttons that start, pause and stop an agent; only those that its status allows. */
export function AgentActions({ agent }: { agent: Agent }) {
  const [confirming, setConfirming] = useState(false);
  const action = useAgentAction(agent);
  if (!usePermissions().trade || agent.status === 'stopped') return null;

  return (
    <div className="actions">
      {agent.status === 'active' ? (
        <button
          type="button"
          className="button"
          disabled={action.isPending}
          aria-label={t('agent.pauseNamed', { name: agent.name })}
          onClick={() => action.start('pause')}
        >
          <Icon name="pause" /> {t('agent.pause')}
        </button>
      ) : (
        <button
          type="button"
          className="button"
          disabled={action.isPending}
          aria-label={t('agent.activateNamed', { name: agent.name })}
          onClick={() => action.start('activate')}
        >
          <Icon name="play" /> {t('agent.activate')}
        </button>
      )}
      <button
        type="button"
        className="button danger"
        disabled={action.isPending}
        aria-label={t('agent.stopNamed', { name: agent.name })}
        onClick={() => setConfirming(true)}
      >
        <Icon name="stop" /> {t('agent.stop')}
      </button>
      {confirming && (
        <Dialog title={t('agent.stopTitle', { name: agent.name })} onClose={() => setConfirming(false)}>
          <p>{t('agent.stopText')}</p>
          <footer className="dialog-footer">
            <button type="button" className="button" onClick={() => setConfirming(false)}>
              {t('action.cancel')}
            </button>
            <button
              type="button"
              className="button danger solid"
              onClick={() => {
                setConfirming(false);
                action.start('stop');
              }}
            >
              {t('agent.stopConfirm')}
            </button>
          </footer>
        </Dialog>
      )}
    </div>
  );
}
