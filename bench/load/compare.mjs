// Legs measured in turns, so that the machine's moods meet all alike: their servers run side by
// side from the first round to the last, each warm, and only one has work at a time.
import { load } from './loadtest.mjs';
import { figure, median, spread } from './table.mjs';

const JOINED_SECONDS = 2;

/**
 * scenario: {
 *   legs: [{ name, server: { start(cores) }, load: {…} }]  // legs may share one server
 *   points: [{ name, load: {…} }]
 *   columns: [{ name, of(report) }]
 *   load: {…}                          // of all legs and points
 *   compileWith: {…}                   // instead of the first point's load before the first round
 *   ratio: column                      // each leg's against the first one's
 *   enough(reports)                    // whether later points are left out
 * }
 */
export async function compare(scenario, options) {
  const legs = scenario.legs.filter((leg) => chosen(options.legs, leg.name));
  const points = scenario.points.filter((point) => chosen(options.points, point.name));
  const servers = await startServers(legs, options);
  try {
    const compiling = { load: scenario.compileWith ?? points[0].load };
    await warmUp(scenario, legs, compiling, servers, options);
    const measured = [];
    for (const point of points) {
      const reports = await rounds(scenario, legs, point, servers, options);
      measured.push({ point: point.name, reports });
      if (scenario.enough?.([...reports.values()].flat())) break;
    }
    return result(scenario, legs, measured);
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

/** Whether a list such as "100 viewers,400" names it, wholly or by its first words. */
export const chosen = (names, name) =>
  names === undefined || names.split(',').some((n) => name === n || name.startsWith(`${n} `));

async function startServers(legs, options) {
  const servers = new Map();
  for (const leg of legs) {
    if (!servers.has(leg.server)) {
      servers.set(leg.server, await leg.server.start(options.serverCore));
    }
  }
  return servers;
}

/** The first half minute of a JVM is the compiler's; it counts for nobody. */
async function warmUp(scenario, legs, point, servers, options) {
  const times = { warmup: JOINED_SECONDS, seconds: options.compile };
  for (const leg of legs) {
    console.error(`warming up: ${leg.name}`);
    await one(scenario, leg, point, servers, { ...options, times });
  }
}

async function rounds(scenario, legs, point, servers, options) {
  const reports = new Map(legs.map((leg) => [leg.name, []]));
  for (let round = 0; round < options.rounds; round++) {
    const order = round % 2 === 0 ? legs : [...legs].reverse();
    for (const leg of order) {
      const report = await one(scenario, leg, point, servers, options);
      reports.get(leg.name).push(report);
      say(scenario, leg, point, round, report);
    }
  }
  return reports;
}

function one(scenario, leg, point, servers, options) {
  const what = { ...scenario.load, ...point.load, ...leg.load, ...options.times };
  return load(servers.get(leg.server), what, { cores: options.loadCore });
}

function say(scenario, leg, point, round, report) {
  const figures = scenario.columns.map(({ name, of }) => `${name} ${figure(of(report))}`);
  console.error(`${point.name}, ${leg.name}, round ${round + 1}: ${figures.join(', ')}`);
  for (const fault of report.faults) console.error(`  ! ${fault}`);
}

function result(scenario, legs, measured) {
  const rows = measured.flatMap(({ point, reports }) =>
    legs.map(({ name }) => [
      point,
      name,
      ...scenario.columns.map(({ of }) => spread(reports.get(name).map(of))),
    ]),
  );
  return {
    head: ['load', 'server', ...scenario.columns.map(({ name }) => name)],
    rows,
    notes: [...ratios(scenario, legs, measured), ...faults(measured)],
    raw: measured.map(({ point, reports }) => ({ point, legs: Object.fromEntries(reports) })),
  };
}

/** Of runs that followed each other, so that both met the machine in the same mood. */
function ratios({ ratio }, [first, ...others], measured) {
  if (!ratio) return [];
  return measured.flatMap(({ point, reports }) =>
    others.map(({ name }) => {
      const base = reports.get(first.name).map(ratio.of);
      const values = reports.get(name).map((report, i) => ratio.of(report) / base[i]);
      const low = Math.min(...values);
      const high = Math.max(...values);
      return (
        `${point}: ${name} takes ${figure(median(values))} times the ${ratio.name} of ` +
        `${first.name} (${figure(low)}–${figure(high)}).`
      );
    }),
  );
}

function faults(measured) {
  const counted = new Map();
  for (const { point, reports } of measured) {
    for (const [leg, list] of reports) {
      for (const fault of list.flatMap((report) => report.faults)) {
        const line = `${point}, ${leg}: ${fault}`;
        counted.set(line, (counted.get(line) ?? 0) + 1);
      }
    }
  }
  return [...counted].map(([line, count]) => `! ${line}${count > 1 ? ` (${count} rounds)` : ''}`);
}
