// Measures one scenario of the load test and writes down what came out.
//
//   node bench/load/run.mjs SCENARIO [--rounds 3] [--seconds 10] [--warmup 5] [--compile 30]
//     [--points A,B] [--legs A,B] [--server-core 0] [--load-core 1] [--name NAME] [--into FOLDER]
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { floor } from './floor.mjs';
import { idle } from './idle.mjs';
import { joins } from './joins.mjs';
import { loops } from './loops.mjs';
import { home, run, stopAll, vigie } from './process.mjs';
import { profile } from './profile.mjs';
import { circumstances, write } from './record.mjs';
import { comparisons } from './scenarios.mjs';

const scenarios = { ...comparisons, joins, idle, loops, profile, floor };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    warmup: { type: 'string', default: '5' },
    compile: { type: 'string', default: '30' },
    points: { type: 'string' },
    legs: { type: 'string' },
    'server-core': { type: 'string', default: '0' },
    'load-core': { type: 'string', default: '1' },
    name: { type: 'string' },
    into: { type: 'string', default: join(home, 'bench', 'results') },
  },
});

function usage() {
  console.error('usage: node bench/load/run.mjs SCENARIO [options]; scenarios:');
  for (const [name, { title }] of Object.entries(scenarios)) {
    console.error(`  ${name.padEnd(10)} ${title}`);
  }
  process.exit(2);
}

const [name, ...rest] = positionals;
const scenario = scenarios[name];
if (!scenario || rest.length) usage();

const options = {
  rounds: Number(values.rounds),
  times: { warmup: Number(values.warmup), seconds: Number(values.seconds) },
  compile: Number(values.compile),
  points: values.points,
  legs: values.legs,
  serverCore: values['server-core'],
  loadCore: values['load-core'],
};

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => stopAll().then(() => process.exit(130)));
}

try {
  const around = circumstances();
  await run(vigie, ['build']);
  const result = await scenario.run(options);
  const words = process.argv
    .slice(2)
    .map((word) => (/[^\w./,:=-]/.test(word) ? `'${word}'` : word));
  const command = `node bench/load/run.mjs ${words.join(' ')}`;
  console.log(write(values.into, values.name ?? name, scenario, result, around, command));
} finally {
  await stopAll();
}
