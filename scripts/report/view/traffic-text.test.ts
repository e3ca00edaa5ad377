import { remedyOf } from './remedy';
import { answeringHosts, exchangeCounts, judgedText } from './traffic-text';

const hosts = (...failed: readonly number[]) => ({
  ...{ exchanges: 9, judged: 1 },
  hosts: failed.map((count, index) => ({ baseUrl: `https://${index}.example`, judged: 3, failed: count })),
});

describe('the words of traffic', () => {
  it.each([
    [[0, 0], 'https://0.example and https://1.example'],
    [[0, 1], 'https://1.example'],
    [[2, 1], 'https://0.example and https://1.example'],
  ])('name the hosts that broke the contract, or else all: %j', (failed, wanted) => {
    expect(answeringHosts(hosts(...failed))).toBe(wanted);
  });

  it('count exchanges and their kinds', () => {
    expect(judgedText(hosts(), 4)).toBe('1 exchange of 4 kinds');
    expect(exchangeCounts({ exchanges: 12, failed: 0 })).toBe('12 exchanges');
    expect(exchangeCounts({ exchanges: 12, failed: 1 })).toBe('12 exchanges, 1 failed');
  });
});

it('a finding has the remedy of its rule, of either side', () => {
  expect(remedyOf('client-path')).toMatch(/^Use the documented path/);
  expect(remedyOf('no-store')).toMatch(/Cache-Control|no-store/);
  expect(remedyOf('no-store')).not.toBe(remedyOf('status'));
  expect(remedyOf('of-another-version')).toBeUndefined();
});
