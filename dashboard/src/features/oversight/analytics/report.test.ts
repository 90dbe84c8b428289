import { expect, test } from 'vitest';
import type { OversightRequest } from '../../../api/oversightTypes';
import { reportOf } from './report';

const request = {
  requestId: 'ovr_1',
  createdAt: '2025-03-03T15:00:00Z',
  agentId: 'agt_1',
  agentName: 'Tech, "bold"',
  tradeId: 'trd_1',
  tradeDetails: { action: 'buy', quantity: 300, symbol: 'TSLA', estimatedValue: 75_001.5 },
  riskAssessment: null,
  reason: 'Large.',
  status: 'rejected',
  decision: {
    result: 'rejected',
    decidedAt: '2025-03-03T15:01:00Z',
    approver: '=HYPERLINK("https://evil.example")',
    quantity: 0,
    reason: 'Too\nmuch',
  },
} as OversightRequest;

test('a report has a line for each request, and no text breaks it or becomes a formula', () => {
  expect(reportOf([request])).toBe(
    'requestId,createdAt,agentId,agentName,tradeId,action,quantity,symbol,estimatedValue,riskScore,' +
      'stoppedBecause,status,decidedAt,decidedBy,approvedQuantity,decisionReason\r\n' +
      'ovr_1,2025-03-03T15:00:00Z,agt_1,"Tech, ""bold""",trd_1,buy,300,TSLA,75001.5,,Large.,rejected,' +
      '2025-03-03T15:01:00Z,"\'=HYPERLINK(""https://evil.example"")",0,"Too\nmuch"\r\n',
  );
});
