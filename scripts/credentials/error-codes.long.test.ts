import { codesAtCalls, diagnosed, statuses } from './testing/refused-calls';

it.each(codesAtCalls)('a check reads the code before the status at the call %s: %s', async (step, code, wanted) => {
  for (const status of statuses) expect([status, await diagnosed(step, status, code)]).toEqual([status, wanted]);
});
