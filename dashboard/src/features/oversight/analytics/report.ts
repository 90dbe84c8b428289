import type { OversightRequest } from '../../../api/oversightTypes';

type Cell = string | number | null;

const columns: Record<string, (request: OversightRequest) => Cell> = {
  requestId: ({ requestId }) => requestId,
  createdAt: ({ createdAt }) => createdAt,
  agentId: ({ agentId }) => agentId,
  agentName: ({ agentName }) => agentName,
  tradeId: ({ tradeId }) => tradeId,
  action: ({ tradeDetails }) => tradeDetails.action,
  quantity: ({ tradeDetails }) => tradeDetails.quantity,
  symbol: ({ tradeDetails }) => tradeDetails.symbol,
  estimatedValue: ({ tradeDetails }) => tradeDetails.estimatedValue,
  riskScore: ({ riskAssessment }) => riskAssessment?.score ?? null,
  stoppedBecause: ({ reason }) => reason,
  status: ({ status }) => status,
  decidedAt: ({ decision }) => decision?.decidedAt ?? null,
  decidedBy: ({ decision }) => decision?.approver ?? null,
  approvedQuantity: ({ decision }) => decision?.quantity ?? null,
  decisionReason: ({ decision }) => decision?.reason ?? null,
};

/** Requests as comma-separated values (RFC 4180), named as the API names them, for spreadsheets and auditors. */
export function reportOf(requests: OversightRequest[]): string {
  const rows = requests.map((request) => Object.values(columns).map((valueOf) => valueOf(request)));
  return [Object.keys(columns), ...rows].map((row) => row.map(field).join(',') + '\r\n').join('');
}

function field(cell: Cell): string {
  // A spreadsheet would take what somebody typed for a formula, and run it.
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
