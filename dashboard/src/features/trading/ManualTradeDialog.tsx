import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useAction } from '../../app/useAction';
import { api } from '../../api/client';
import { ApiError } from '../../api/errors';
import type { Agent, NewTrade, Side } from '../../api/types';
import { keys } from '../../app/queryKeys';
import { money } from '../../i18n/format';
import { t, tCount } from '../../i18n/language';
import { Dialog } from '../../ui/Dialog';
import { ErrorNote } from '../../ui/ErrorNote';
import { Field } from '../../ui/Field';
import { CodeField } from '../identity/CodeField';
import { useCode } from '../identity/useCode';
import { useMarketStatus } from '../market/queries';
import { showToast } from '../notifications/toasts';
import { TradePreview } from './TradePreview';

export function ManualTradeDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const symbols = useMarketStatus().data?.symbols ?? [];
  const [chosen, setSymbol] = useState('');
  const symbol = chosen === '' ? (symbols[0] ?? '') : chosen;
  const [action, setAction] = useState<Side>('buy');
  const [quantity, setQuantity] = useState('10');
  const [manual, setManual] = useState(true);
  const quote = useQuery({
    queryKey: keys.quote(symbol),
    queryFn: async ({ signal }) => (await api.market.quotes([symbol], signal)).items[0] ?? null,
    enabled: symbol !== '',
    refetchInterval: 2000,
    placeholderData: keepPreviousData,
  });
  const send = useSubmitTrade(agent.agentId, onClose);
  const code = useCode(send.error);
  const errorsAbout = (field: string) => (send.error instanceof ApiError ? send.error.about(field) : []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    send.start({
      symbol,
      action,
      ...(quantity !== '' && { quantity: Number(quantity) }),
      orderType: 'market',
      limitPrice: null,
      manual,
      ...(code.given !== null && { totpCode: code.given }),
    });
  };

  return (
    <Dialog title={t('trade.manualFor', { name: agent.name })} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <fieldset className="segments">
          <legend>{t('trade.action')}</legend>
          {(['buy', 'sell'] as const).map((side) => (
            <label key={side}>
              <input type="radio" name="action" checked={action === side} onChange={() => setAction(side)} />
              <span>{t(`trade.${side}`)}</span>
            </label>
          ))}
        </fieldset>
        <div className="field-row">
          <Field label={t('trade.symbol')} errors={errorsAbout('symbol')}>
            {(control) => (
              <select {...control} value={symbol} onChange={(event) => setSymbol(event.target.value)}>
                {symbols.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t('trade.quantity')} errors={errorsAbout('quantity')}>
            {(control) => (
              <input
                {...control}
                type="number"
                inputMode="numeric"
                min="1"
                value={quantity}
                onChange={(event) => setQuantity(event.target.value)}
              />
            )}
          </Field>
        </div>
        <label className="check">
          <input type="checkbox" checked={!manual} onChange={(event) => setManual(!event.target.checked)} />
          <span>
            {t('trade.underOversight')}
            <span className="field-hint">{t('trade.underOversightHint')}</span>
          </span>
        </label>
        <TradePreview
          quote={quote.data ?? null}
          action={action}
          quantity={Number(quantity)}
          cash={agent.portfolio.cash}
        />
        {code.wanted && <CodeField code={code.code} onCode={code.setCode} />}
        {send.error && <ErrorNote error={send.error} />}
        <footer className="dialog-footer">
          <button type="button" className="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={send.isPending || symbol === ''}>
            {t(send.isPending ? 'trade.sending' : 'trade.send')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function useSubmitTrade(agentId: string, onDone: () => void) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: (trade: NewTrade) => api.trading.submit(agentId, trade),
    onSuccess: async (accepted, trade) => {
      const text = tCount(`toast.sent.${trade.action}`, trade.quantity ?? 0, {
        symbol: trade.symbol,
        cost: money(accepted.estimatedCost),
      });
      showToast({ tone: 'info', text });
      onDone();
      await Promise.all(
        [keys.trades(agentId), keys.portfolio(agentId), keys.agents].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
}
