import { beforeEach, expect, test } from 'vitest';
import { setLanguage } from '../../../i18n/language';
import { approverOptions } from './approverOptions';

beforeEach(() => setLanguage('en'));

const who = (userId: string, name: string) => ({ userId, name });

test('approvers come by name, and who is named without being one comes last, as an id, once', () => {
  const options = approverOptions([who('usr_2', 'Zoe'), who('usr_1', 'Ánna')], ['usr_9', 'usr_2', 'usr_9']);
  expect(options.map(({ name, note }) => [name, note])).toEqual([
    ['Ánna', null],
    ['Zoe', null],
    ['usr_9', 'No approver any more: remove the mark before you put the rules in force.'],
  ]);
});

test('two of one name are told apart by their ids', () => {
  const options = approverOptions([who('usr_1', 'Kim'), who('usr_2', 'Kim'), who('usr_3', 'Lee')], []);
  expect(options.map(({ note }) => note)).toEqual(['usr_1', 'usr_2', null]);
});
