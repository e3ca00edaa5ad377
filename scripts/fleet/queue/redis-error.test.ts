import { ReplyError } from 'ioredis';
import { isLastingRefusal, redisError, replyCode } from './redis-error';

describe('an error reply of Redis', () => {
  it.each<[string, Error, string | undefined, boolean]>([
    ['the first word', new ReplyError("NOPERM this user has no permissions to run the 'get' command"), 'NOPERM', true],
    ['a code without a text', new ReplyError('CLUSTERDOWN'), 'CLUSTERDOWN', true],
    ['a longer word that begins with a code', new ReplyError('LOADINGS are late'), 'LOADINGS', false],
    ['a code of what passes', new ReplyError('LOADING Redis is loading the dataset in memory'), 'LOADING', false],
    ['a command that there is not', new ReplyError("ERR unknown command 'EVAL', with args: "), 'ERR', true],
    ['a refusal within a script', new ReplyError('ERR ACL failure in script: x'), 'ERR', true],
    ['none for an error of the network', new Error('NOPERM as a text of others'), undefined, false],
  ])('has a code: %s', (_what, error, code, isLasting) => {
    expect([replyCode(error), isLastingRefusal(error)]).toEqual([code, isLasting]);
  });

  it.each([
    ['constructor is not a code', 'returned an unknown error'],
    ['CLUSTERDOWN Hash slot not served', 'is a Redis Cluster, which the queue cannot use'],
    ['TRYAGAIN Multiple keys request during rehashing of slot', 'is a Redis Cluster, which the queue cannot use'],
    ['BUSY Redis is busy running a script', 'is busy with a script of somebody'],
    ['DENIED Redis is running in protected mode', 'is in protected mode, and refuses other machines'],
    [
      "ERR unknown command 'evalsha', with args beginning with: ",
      'does not have the command EVALSHA, which the queue needs',
    ],
    ['ERR unknown command `xadd`, with args', 'does not have the command XADD, which the queue needs'],
    ['ERR unknown command', 'does not have a command, which the queue needs'],
    ['OOM command not allowed', 'does not accept writes: its memory is full'],
  ])('is described by its code: %s', (text, what) => {
    expect(redisError(new ReplyError(text), 'host:6379').message).toBe(`Redis at host:6379 ${what}`);
  });

  it('is not what another error quotes', () => {
    expect(redisError(new Error('OOM command not allowed'), 'host:6379').message).toBe(
      'Redis at host:6379 cannot be used',
    );
  });
});
