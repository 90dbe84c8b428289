import type { Side } from '../../api/types';
import { t } from '../../i18n/language';

export function SideLabel({ side }: { side: Side }) {
  return <span className={`side side-${side}`}>{t(`trade.${side}`)}</span>;
}
