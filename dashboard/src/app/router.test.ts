import { expect, it } from 'vitest';
import { parseRoute, paths } from './router';

it.each([
  ['', { page: 'agents' }],
  ['#/agents', { page: 'agents' }],
  ['#/oversight', { page: 'oversight' }],
  [paths.analytics, { page: 'analytics' }],
  [paths.rules('agt_1'), { page: 'rules', agentId: 'agt_1' }],
  ['#/somewhere/else', { page: 'agents' }],
  [paths.agent('agt_1'), { page: 'agent', agentId: 'agt_1' }],
])('reads %j', (fragment, route) => {
  expect(parseRoute(fragment)).toEqual(route);
});
