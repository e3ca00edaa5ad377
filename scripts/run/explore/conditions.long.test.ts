import { explore, interactions } from '../../testing/explore';

describe('exploring', () => {
  it.each(interactions)('names the conditions of $title', async ({ change, names }) => {
    const { ids } = await explore(change);
    expect(ids).toEqual(names.map((name) => expect.stringMatching(name)));
  });
});
