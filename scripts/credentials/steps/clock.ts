import { describeSkew, skewDiagnosis, skewOf } from '../clock';
import type { CheckStep } from '../types';

/** How far is this machine's clock from the server's? */
export const clockStep: CheckStep = {
  id: 'clock',
  title: 'Clock',
  evidence: ['H4'],
  checkedBy: 'server',
  run: ({ known }) => {
    const reading = known.firstAnswer && skewOf(known.firstAnswer);
    if (!reading) return { state: 'inconclusive', seen: ['there is no response to compare with'], goOn: true };
    if (!reading.ok) return { state: 'inconclusive', seen: [reading.because], goOn: true };
    const diagnosis = skewDiagnosis(reading.skew);
    return {
      state: 'ok',
      seen: [describeSkew(reading.skew)],
      ...(diagnosis && { warnings: [diagnosis] }),
      found: { skew: reading.skew },
    };
  },
};
