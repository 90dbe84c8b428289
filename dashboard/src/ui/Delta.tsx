import { signedMoney, signedPercent } from '../i18n/format';
import { Icon } from './Icon';

/** A gain or loss: the sign and the arrow say what the colour says. */
export function Delta({ amount, percent }: { amount: number; percent?: number }) {
  const direction = amount > 0 ? 'up' : amount < 0 ? 'down' : null;
  const tone = direction === 'up' ? 'gain' : direction === 'down' ? 'loss' : 'even';
  return (
    <span className={`delta ${tone}`}>
      <span className="delta-amount">
        {direction && <Icon name={direction} />}
        {signedMoney(amount)}
      </span>
      {percent !== undefined && <span className="delta-percent">({signedPercent(percent)})</span>}
    </span>
  );
}
