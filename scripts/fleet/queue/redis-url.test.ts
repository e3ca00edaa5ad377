import { UserError } from '../../lib/user-error';
import { readRedisUrl } from './redis-url';

describe('a REDIS_URL with an escape that is not UTF-8', () => {
  it.each(['user', 'password', 'host'])('is refused in its %s, and not quoted', (part) => {
    const [user, password, host] = ['user', 'password', 'host'].map((each) => (each === part ? 'a%E9b' : 'ab'));
    const read = () => readRedisUrl(`redis://${user}:${password}@${host}:6379`);
    expect(read).toThrow(UserError);
    expect(read).toThrow(`REDIS_URL has a "%" in its ${part} that`);
    expect(read).not.toThrow(/E9/);
  });
});
