import { expect, it } from 'vitest';
import { parseRoute, paths } from './router';

it.each([
  ['', { page: 'agents' }],
  ['#/agents', { page: 'agents' }],
  ['#/oversight', { page: 'oversight' }],
  ['#/somewhere/else', { page: 'agents' }],
  [paths.agent('agt_1'), { page: 'agent', agentId: 'agt_1' }],
])('reads %j', (fragment, route) => {
  expect(parseRoute(fragment)).toEqual(route);
});
