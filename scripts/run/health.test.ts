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
  it('is not suspected after four requests without a response, or with a response in between', () => {
    const { health, questions, fail } = breaker();
    fail(4);
    health.answered();
    fail(4);
    expect(questions).toHaveLength(0);
  });

  it('is five requests in a row and a probe without a response, and is reported once', async () => {
    const { outages, questions, fail, reply } = breaker();
    fail(8);
    expect(questions).toHaveLength(1);
    await reply(false);
    expect(outages).toEqual(['no response']);
  });

  it('is not declared if the target responds to the probe', async () => {
    const { outages, questions, fail, reply } = breaker();
    fail(6);
    await reply(true);
    expect(outages).toEqual([]);
    fail(4);
    expect(questions).toHaveLength(0);
    fail(1);
    expect(questions).toHaveLength(1);
  });

  it('is not declared if another request got a response during the probe', async () => {
    const { health, outages, fail, reply } = breaker();
    fail(5);
    health.answered();
    await reply(false);
    expect(outages).toEqual([]);
  });
});
