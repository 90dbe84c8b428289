import type { RiskAssessment, RiskPart } from '../../api/oversightTypes';
import { decimal, signedMoney } from '../../i18n/format';
import { t } from '../../i18n/language';
import { Pill, type PillTone } from '../../ui/Pill';

const tones: Record<RiskAssessment['portfolioImpact'], PillTone> = { low: 'good', medium: 'warn', high: 'bad' };

/** A trade's risk and what it is made of. The words beside each bar say the same. */
export function RiskView({ risk }: { risk: RiskAssessment }) {
  return (
    <section className="risk">
      <h3>
        {t('risk.title', { score: decimal(risk.score) })}{' '}
        <Pill tone={tones[risk.portfolioImpact]}>{t(`risk.${risk.portfolioImpact}`)}</Pill>
      </h3>
      <ul>
        {risk.parts.map((part) => (
          <li key={part.kind}>
            <span>{t(`risk.${part.kind}`)}</span>
            <progress max={10} value={part.score} aria-hidden="true" />
            <span className="muted">{measure(part)}</span>
          </li>
        ))}
      </ul>
      <p className="muted">
        {t('risk.range', { loss: signedMoney(risk.estimatedLoss), profit: signedMoney(risk.estimatedProfit) })}
      </p>
    </section>
  );
}

function measure({ kind, measure }: RiskPart): string {
  switch (kind) {
    case 'size':
    case 'concentration':
      return `${decimal(measure)} %`;
    case 'volatility':
      return t('risk.times', { times: decimal(measure) });
    default:
      return decimal(measure);
  }
}
