import { cpuMs } from '../testing/cpu-time';
import { defuseCiCommands } from './ci-commands';

describe('text that a CI server would read as a command', () => {
  it.each([
    ['::error::x', '\\u003a:error::x'],
    ['  ::error file=a.ts,line=1::x', '  \\u003a:error file=a.ts,line=1::x'],
    ['::stop-commands::token', '\\u003a:stop-commands::token'],
    ['::a::b ::c::d', '\\u003a:a\\u003a:b \\u003a:c::d'],
    ['##[error]x', '\\u0023#[error]x'],
    ['text ##[group]x', 'text \\u0023#[group]x'],
    ['##vso[task.complete]', '\\u0023#vso[task.complete]'],
    ['##teamcity[message]', '\\u0023#teamcity[message]'],
  ])('%j becomes %j', (given, wanted) => {
    expect(defuseCiCommands(given)).toBe(wanted);
  });

  it.each(['http://[::1]:8080/', 'fe80::a', 'a::b', '## Heading', 'issue #7 [open]', ''])('%j is unchanged', (text) => {
    expect(defuseCiCommands(text)).toBe(text);
  });

  it('takes linear time', () => {
    const text = '::a '.repeat(100_000) + '##a'.repeat(100_000);
    let defused = '';
    const ms = cpuMs(() => {
      defused = defuseCiCommands(text);
    });
    expect(defused.length).toBeGreaterThan(text.length);
    expect(ms).toBeLessThan(2000);
  });
});
