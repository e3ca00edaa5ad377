import { Health } from './health';

/** A breaker whose question is answered by hand. */
function breaker() {
  const outages: string[] = [];
  const questions: ((answers: boolean) => void)[] = [];
  const health = new Health(
    () => new Promise((resolve) => questions.push(resolve)),
    (because) => outages.push(because),
  );
  const fail = (times: number): void => {
    for (let index = 0; index < times; index += 1) health.unanswered('no response');
  };
  const reply = async (answers: boolean): Promise<void> => {
    questions.shift()!(answers);
    await new Promise(setImmediate);
  };
  return { health, outages, questions, fail, reply };
}

describe('an outage', () => {
  it('is not asked about after four unanswered requests, nor where an answer came between', () => {
    const { health, questions, fail } = breaker();
    fail(4);
    health.answered();
    fail(4);
    expect(questions).toHaveLength(0);
  });

  it('is what five in a row and one more are, told once', async () => {
    const { outages, questions, fail, reply } = breaker();
    fail(8);
    expect(questions).toHaveLength(1);
    await reply(false);
    expect(outages).toEqual(['no response']);
  });

  it('is none where the target answers what it answered before', async () => {
    const { outages, questions, fail, reply } = breaker();
    fail(6);
    await reply(true);
    expect(outages).toEqual([]);
    fail(4);
    expect(questions).toHaveLength(0);
    fail(1);
    expect(questions).toHaveLength(1);
  });

  it('is none where another request was answered while it was asked about', async () => {
    const { health, outages, fail, reply } = breaker();
    fail(5);
    health.answered();
    await reply(false);
    expect(outages).toEqual([]);
  });
});
