import { messageOf } from '../../lib/user-error';
import { type Arena, smallCases } from './arena';
import { type Contestant, contestants, harness, type Sending, sendDirect, sendSuite, stockNewman } from './contestants';
import { type Aim, type Figure, median, medianRatio } from './figures';
import { fleetThroughput } from './fleet';
import { libraryLoading } from './library';
import { measure, repeated } from './measure';
import { installation, mutantsTime, testsTime } from './upkeep';
import { wholeRuns } from './whole-runs';

/** How much is measured. */
export interface BenchPlan {
  /** Rounds of each comparison, after one to warm up. */
  readonly rounds: number;
  /** Exchanges of the throughput runs. */
  readonly exchanges: number;
  /** Exchanges of the longest memory run. */
  readonly memory: number;
  /** Partners of the fleet. */
  readonly partners: number;
}

export interface Measured {
  /** The first row has the names of the columns. */
  readonly rows: readonly (readonly string[])[];
  readonly figures: readonly Figure[];
}

type Say = (text: string) => void;
type Rounds = readonly Readonly<Record<Contestant, Sending>>[];

const fixed = (value: number): string => value.toFixed(0);
/** Slow measurements are repeated half as often. */
const half = (rounds: number): number => Math.max(1, Math.ceil(rounds / 2));
const wall = ({ wallMs }: Sending): number => wallMs;
const rate = ({ perSecond }: Sending): number => perSecond;
const sent = ({ exchanges }: Sending): number => exchanges;

/** Lets all contestants send in each round, so that changes in the machine's speed affect all of them. */
const inTurn = (arena: Arena, passes: number, rounds: number, say: Say): Promise<Rounds> =>
  repeated(rounds, async (round) => {
    const results: [Contestant, Sending][] = [];
    for (const contestant of contestants) {
      say(`${passes} × the suite, ${round}: ${contestant}`);
      results.push([contestant, await sendSuite[contestant](arena, passes)]);
    }
    return Object.fromEntries(results) as Record<Contestant, Sending>;
  });

/** A row of the table: the medians of one contestant. */
function rowOf(measured: string, what: string, all: readonly Sending[]): string[] {
  const of = (pick: (sending: Sending) => number): string => fixed(median(all.map(pick)));
  return [
    ...[measured, what, of(({ atOnce }) => atOnce), of(({ exchanges }) => exchanges)],
    `${of(wall)} ms`,
    `${of(({ cpuMs }) => cpuMs)} ms`,
    `${of(({ peakMb }) => peakMb)} MB`,
    `${of(rate)}/s`,
  ];
}

const rowsOf = (measured: string, rounds: Rounds): string[][] =>
  contestants.map((contestant) =>
    rowOf(
      measured,
      contestant,
      rounds.map((results) => results[contestant]),
    ),
  );

const ratio = (rounds: Rounds, one: Contestant, other: Contestant, pick: (sending: Sending) => number): number =>
  medianRatio(
    rounds.map((results) => pick(results[one])),
    rounds.map((results) => pick(results[other])),
  );

/**
 * Measures the peak memory of the direct engine by number of exchanges: how much it grows from the shortest run to the
 * longest, and how long each further exchange takes.
 *
 * @param heapMb the limit of V8's heap; Node's own if absent
 */
async function memory(
  arena: Arena,
  { memory: most, rounds }: BenchPlan,
  say: Say,
  heapMb?: number,
): Promise<{ rows: string[][]; growthMb: number; furtherMs: number }> {
  const sizes = [...new Set([1000, 10_000, 100_000].map((size) => Math.min(size, most)))];
  const sendings: Sending[][] = sizes.map(() => []);
  const what = heapMb === undefined ? 'memory' : `memory, heap of ${heapMb} MB`;
  const nodeOptions = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
  for (let round = 1; round <= half(rounds); round += 1) {
    for (const [index, size] of sizes.entries()) {
      say(`${what} at ${size} exchanges, round ${round} of ${half(rounds)}`);
      sendings[index]!.push(await sendDirect(arena, Math.ceil(size / arena.suiteSize), nodeOptions));
    }
  }
  const [few, more] = sendings.map((all) => ({ wallMs: median(all.map(wall)), exchanges: median(all.map(sent)) }));
  const furtherMs = few && more ? (more.wallMs - few.wallMs) / (more.exchanges - few.exchanges) : Number.NaN;
  const growths = sendings.at(-1)!.map(({ peakMb }, round) => peakMb - sendings[0]![round]!.peakMb);
  return { rows: sendings.map((all) => rowOf(what, 'run, direct', all)), growthMb: median(growths), furtherMs };
}

/** The time of three cases with the direct engine, relative to stock Newman. */
async function fewCases(arena: Arena, rounds: number, say: Say): Promise<number> {
  const selection = smallCases.flatMap((id) => ['--case', id]);
  const args = ['--engine', 'direct', '--out', 'few', '--reporter', 'console,json', ...selection];
  const measured = await repeated(rounds, async (round) => {
    say(`three cases, ${round}`);
    const own = await measure(harness(arena, 'run', ...args), arena.folder);
    const stock = await measure(stockNewman(arena, arena.smallCollectionFile), arena.folder);
    return { own: own.wallMs, stock: stock.wallMs };
  });
  return medianRatio(
    measured.map(({ own }) => own),
    measured.map(({ stock }) => stock),
  );
}

/** The time to the first output of commands that send few requests or none. */
async function firstOutput(arena: Arena, rounds: number, say: Say): Promise<Figure[]> {
  const commands = [['--help'], ['list'], ['report', 'few'], ['check-credentials']];
  say('first output of Node itself');
  const bare = { args: ['-e', 'console.log(1)'] };
  const ofNode = await repeated(rounds, async () => (await measure(bare, arena.folder)).firstOutputMs);
  const figures: Figure[] = [
    {
      ...{ what: 'first output of node -e', value: median(ofNode), unit: 'ms', better: 'less' },
      limit: 'starting Node, before anything of ours',
    },
  ];
  for (const args of commands) {
    say(`first output of ${args[0]}`);
    const command = { ...harness(arena, ...args), ...(args[0] === 'check-credentials' && { terminal: true as const }) };
    const times = await repeated(rounds, async () => (await measure(command, arena.folder)).firstOutputMs);
    const limit = "Node's own start (above), and loading the modules that the command needs";
    figures.push(aim(`first output of ${args[0]}`, median(times), 'ms', { atMost: 60 }, limit));
  }
  return figures;
}

type Measurement = (arena: Arena, plan: BenchPlan, say: Say) => Promise<Measured>;

const onlyFigures = (figures: readonly Figure[]): Measured => ({ rows: [], figures });

/** What is measured, one part after the other. The contestants of each are compared side by side. */
const parts: Readonly<Record<string, Measurement>> = {
  'start to verdict': async (arena, plan, say) => {
    const once = await inTurn(arena, 1, plan.rounds, say);
    const figures = [
      aim(
        'start to verdict, newman engine / stock',
        ratio(once, 'run, newman', 'stock newman', wall),
        '×',
        { atMost: 0.2 },
        'loading Newman, and its own work for each request',
      ),
      aim(
        'start to verdict, direct engine / stock',
        ratio(once, 'run, direct', 'stock newman', wall),
        '×',
        { atMost: 0.06 },
        'starting Node, loading modules, and code that V8 has not optimised yet',
      ),
    ];
    return { rows: rowsOf('start to verdict', once), figures };
  },
  throughput: async (arena, plan, say) => {
    const many = await inTurn(arena, Math.ceil(plan.exchanges / arena.suiteSize), half(plan.rounds), say);
    const figures = [
      aim(
        'exchanges per second, newman engine / stock',
        ratio(many, 'run, newman', 'stock newman', rate),
        '×',
        { atLeast: 6 },
        'Newman without scripts, which prepares each request in many small steps',
      ),
      aim(
        'exchanges per second, direct engine / stock',
        ratio(many, 'run, direct', 'stock newman', rate),
        '×',
        { atLeast: 120 },
        'the single thread that sends and checks, while V8 still optimises it (see the longest run)',
      ),
      aim(
        'exchanges per second, direct engine / bare undici',
        ratio(many, 'run, direct', 'bare undici', rate),
        '×',
        { atLeast: 0.75 },
        'deriving and signing each request and judging each response, in the thread that sends',
      ),
    ];
    return { rows: rowsOf('throughput', many), figures };
  },
  'three cases': async (arena, plan, say) =>
    onlyFigures([
      aim(
        'three cases, direct engine / stock',
        await fewCases(arena, plan.rounds, say),
        '×',
        { atMost: 0.14 },
        'starting Node and loading modules, before three exchanges in sequence',
      ),
    ]),
  memory: async (arena, plan, say) => {
    const long = await memory(arena, plan, say);
    const figures = [
      aim(
        'each further exchange, direct engine',
        long.furtherMs,
        'ms',
        { atMost: 0.18 },
        'the single thread that sends and checks',
      ),
      aim(
        `memory growth to ${plan.memory} exchanges`,
        long.growthMb,
        'MB',
        { atMost: 25 },
        'garbage: V8 lets it grow to four times of what is in use before it collects it',
      ),
    ];
    return { rows: long.rows, figures };
  },
  'memory with a small heap': async (arena, plan, say) => {
    const limited = await memory(arena, plan, say, 256);
    const figures = [
      aim(
        'the same with --max-old-space-size=256',
        limited.growthMb,
        'MB',
        { atMost: 25 },
        'what is kept does not grow with the number of exchanges',
      ),
    ];
    return { rows: limited.rows, figures };
  },
  'first output': async (arena, plan, say) => onlyFigures(await firstOutput(arena, plan.rounds, say)),
  'the library': async (arena, plan, say) => onlyFigures(await libraryLoading(arena, plan.rounds, say)),
  'whole runs': async (arena, plan, say) => onlyFigures(await wholeRuns(arena, half(plan.rounds), say)),
  'the fleet': (_arena, plan, say) => fleetThroughput(plan.partners, half(plan.rounds), say),
  mutants: async (arena, _plan, say) => onlyFigures(await mutantsTime(arena, say)),
  'npm test': async (arena, _plan, say) => onlyFigures(await testsTime(arena, say)),
  'the installation': async (_arena, _plan, say) => onlyFigures(installation(say)),
};

/** Measures everything. A part that fails is told, and does not lose the others. */
export async function measureAll(arena: Arena, plan: BenchPlan, say: Say): Promise<Measured & { failed: string[] }> {
  const rows = [['measured', 'what', 'at once', 'exchanges', 'wall', 'CPU', 'peak', 'rate'] as readonly string[]];
  const figures: Figure[] = [];
  const failed: string[] = [];
  for (const [name, part] of Object.entries(parts)) {
    try {
      const measured = await part(arena, plan, say);
      rows.push(...measured.rows);
      figures.push(...measured.figures);
    } catch (error) {
      say(`${name} could not be measured: ${messageOf(error)}`);
      failed.push(name);
    }
  }
  return { rows, figures, failed };
}

const aim = (what: string, value: number, unit: string, wanted: Aim, limit: string): Figure => ({
  ...{ what, value, unit, limit },
  better: 'atMost' in wanted ? 'less' : 'more',
  aim: wanted,
});
