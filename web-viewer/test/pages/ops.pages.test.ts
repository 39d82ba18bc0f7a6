import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeOps } from '../fake-ops.js';
import { FakeRelay } from '../fake-relay.js';
import { launch, openPage } from './browser.js';

let browser: Browser;
let relay: FakeRelay;
let ops: FakeOps;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  relay = await FakeRelay.start('/video/');
  relay.tokens.set('operator-token', { role: 'operator', name: 'Post', cameras: ['*'] });
  relay.tokens.set('viewer-token', { role: 'viewer', cameras: ['*'] });
  use(new FakeOps(12));
  ({ page, troubles } = await openPage(browser, { viewport: { width: 1440, height: 900 } }));
});

afterEach(async () => {
  await page.context().close();
  await relay.stop();
  expect(troubles).toEqual([]);
});

function use(fake: FakeOps): void {
  ops = fake;
  relay.instead = fake.answer;
}

async function open(): Promise<void> {
  await page.goto(`${relay.url}ops#token=operator-token`);
  await page.getByRole('button', { name: 'Patrol 1', exact: true }).waitFor();
}

const tab = (name: string) => page.getByRole('tab', { name }).click();
const field = (key: string) =>
  page
    .locator('vigie-ops-setting', { has: page.getByText(key, { exact: true }) })
    .locator('#field');

async function plan(kbps: string): Promise<void> {
  await open();
  await tab('Settings');
  await field('camera.max-bitrate').fill(kbps);
}

async function apply(reason: string): Promise<void> {
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('button', { name: 'Apply' }).click();
}

const changing = () =>
  relay.log.filter((line) => /^(PATCH|POST) api\/v1\/settings/.test(line)).length;

describe('who sees the ops page', () => {
  it('an operator, by a link on the start page', async () => {
    await page.goto(`${relay.url}#token=operator-token`);
    await page.getByRole('link', { name: 'Bandwidth' }).click();
    await page.getByRole('heading', { name: 'Bandwidth' }).waitFor();
    expect(page.url()).toBe(`${relay.url}ops`);
  });

  it('not a viewer, who is told so', async () => {
    await page.goto(`${relay.url}ops#token=viewer-token`);
    await page.getByText('For operators only').waitFor();
    const asked = relay.log.length;
    await page.getByText('Sign in with an operator’s token').waitFor();
    expect(relay.log).toHaveLength(asked);
  });
});

describe('the numbers', () => {
  it('say what every camera sends, and what every viewer gets and why not more', async () => {
    await open();
    const row = page.getByRole('row', { name: /Patrol 4\b/ });
    await row.getByText('855 kbit/s').waitFor();
    await row.getByText('Budget').waitFor();
    await tab('Viewers');
    await page.getByRole('row', { name: /Command post Patrol 4 .* Budget/ }).waitFor();
  });

  it('mark a camera that sends more than it is asked for', async () => {
    ops.change('camera:cam-2', 'camera.max-bitrate', 900_000, 'thin line');
    ops.disobedient.add('cam-2');
    await open();
    const marked = page.getByTitle('More than it is asked for');
    await page
      .getByRole('row', { name: /Patrol 2\b/ })
      .filter({ has: marked })
      .waitFor();
    expect(await marked.allTextContents()).toEqual(['1.8 Mbit/s']);
  });

  it('draw the chosen camera, with watching and settings a click away', async () => {
    await open();
    await page.getByRole('button', { name: 'Patrol 3', exact: true }).click();
    await page.getByRole('heading', { name: 'Patrol 3' }).waitFor();
    expect(await page.locator('vigie-ops-chart canvas').count()).toBe(2);
    expect(await page.getByRole('link', { name: 'Watch' }).getAttribute('href')).toContain(
      'watch/cam-3',
    );
    await page.locator('.charts').getByRole('button', { name: 'Settings' }).click();
    expect(await page.getByLabel('Camera', { exact: true }).inputValue()).toBe('cam-3');
  });
});

describe('a long name', () => {
  it('is cut short in the table, but its beginning can be read', async () => {
    const name = 'A patrol of the second district whose name is longer than any column';
    ops.cameras.push({ id: 'long', name, state: 'live' });
    await open();
    const button = page.getByRole('button', { name });
    await button.scrollIntoViewIfNeeded();
    const { own, cell } = await button.evaluate((element) => ({
      own: element.getBoundingClientRect().right,
      cell: element.closest('td')?.getBoundingClientRect().right ?? 0,
    }));
    expect(own).toBeLessThanOrEqual(cell);
    expect(await button.getAttribute('title')).toBe(name);
  });
});

describe('a relay that takes requests and answers none', () => {
  it('is said to be out of reach, and asked again', async () => {
    await open();
    const hang = '**/api/v1/bandwidth';
    await page.route(hang, () => undefined);
    await page.getByText('The relay cannot be reached').waitFor();
    await page.unroute(hang);
    await page.getByText('The relay cannot be reached').waitFor({ state: 'detached' });
  });
});

describe('a phone', () => {
  it('has fewer columns, which fill the table, and rates that can be read in full', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open();
    const table = page.locator('vigie-ops-table');
    const cut = () =>
      table.evaluate((element) => {
        const root = element.shadowRoot ?? element;
        const cells = [...root.querySelectorAll<HTMLElement>('tr.row td.numeric')];
        const seen = cells.filter((cell) => cell.offsetWidth > 0);
        const row = root.querySelector<HTMLTableRowElement>('tr.row');
        const last = [...(row?.cells ?? [])].filter((cell) => cell.offsetWidth > 0).at(-1);
        return {
          texts: seen.filter((cell) => cell.scrollWidth > cell.clientWidth).length,
          gap: (row?.offsetWidth ?? 0) - (last?.offsetLeft ?? 0) - (last?.offsetWidth ?? 0),
        };
      });
    expect(await cut()).toEqual({ texts: 0, gap: 0 });
    await tab('Viewers');
    await page
      .getByRole('cell', { name: /bit\/s$/ })
      .first()
      .waitFor();
    expect(await cut()).toEqual({ texts: 0, gap: 0 });
  });
});

describe('a change', () => {
  it('shows first what it means for whom, then wants a reason, and then counts', async () => {
    await plan('600');
    await page.getByText('Cap · the relay: none → 600 kbit/s').waitFor();
    const who = page.getByRole('table', { name: 'What changes for which camera' });
    await who.getByText('20 Mbit/s → 600 kbit/s').first().waitFor();
    expect(ops.version).toBe(0);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Say why').waitFor();
    await apply('thin line');
    await page.getByText('Applied as version 1').waitFor();
    expect(ops.value('relay', 'camera.max-bitrate')).toBe(600_000);
    expect(ops.versions[0]?.reason).toBe('thin line');
  });

  it('can be given up, and a value out of range is never sent', async () => {
    await plan('10');
    await page.getByText('“10” is not in the range').waitFor();
    await field('camera.max-bitrate').fill('700');
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await field('camera.max-bitrate').inputValue()).toBe('');
    expect(ops.version).toBe(0);
  });

  it('is none while what is typed is out of range, however it began', async () => {
    await open();
    await tab('Settings');
    const cap = field('camera.max-bitrate');
    await cap.pressSequentially('250000');
    await page.getByText('Cap · the relay: none → 250 Mbit/s').waitFor();
    await cap.pressSequentially('0');
    await page.getByText('“2500000” is not in the range').waitFor();
    const applies = page.getByRole('button', { name: 'Apply' });
    expect(await applies.count()).toBe(0);
    await cap.fill('600');
    await applies.waitFor();
    await cap.fill('40');
    await page.getByText('“40” is not in the range').waitFor();
    expect(await applies.count()).toBe(0);
    expect(await cap.inputValue()).toBe('40');
  });

  it('takes wrong texts along when it is given up', async () => {
    await plan('40');
    await field('camera.weight').fill('3');
    await page.getByText('Weight · the relay: none → 3').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('“40” is not in the range').waitFor({ state: 'detached' });
    expect(await field('camera.max-bitrate').inputValue()).toBe('');
  });

  it('of one camera says what counts without it, and is taken away again', async () => {
    ops.change('relay', 'camera.max-bitrate', 2_000_000, 'for all');
    ops.change('camera:cam-2', 'camera.max-bitrate', 500_000, 'for one');
    await open();
    await tab('Settings');
    await page.getByLabel('Settings of').selectOption('camera');
    await page.getByLabel('Camera', { exact: true }).fill('cam-2');
    await page.keyboard.press('Enter');
    await page.getByText('Without it: 2 Mbit/s, from the relay').waitFor();
    await page.getByRole('button', { name: 'Take away' }).click();
    await page.getByText('500 kbit/s → none').waitFor();
    await apply('no longer needed');
    await page.getByText('Applied as version 3').waitFor();
    expect(ops.value('camera:cam-2', 'camera.max-bitrate')).toBeUndefined();
  });

  it('of a layer says for whom it counts, and that it has no effect above the cap', async () => {
    ops.change('relay', 'camera.max-bitrate', 2_000_000, 'for all');
    await open();
    await tab('Settings');
    await page.getByLabel('Settings of').selectOption('camera');
    await page.getByLabel('Camera', { exact: true }).fill('cam-2');
    await page.keyboard.press('Enter');
    await field('camera.layer-bitrate.low').fill('150');
    await page.getByText('Small layer’s cap · camera cam-2: none → 150 kbit/s').waitFor();
    const who = page.getByRole('table', { name: 'What changes for which camera' });
    await who.getByRole('row', { name: /Patrol 2 – → 150 kbit\/s/ }).waitFor();
    await field('camera.layer-bitrate.high').fill('3000');
    await page
      .getByText(
        'Large layer’s cap · camera cam-2: 3 Mbit/s has no effect, because the cap is less.',
      )
      .waitFor();
    await apply('small tiles');
    await page.getByText('Applied as version 2').waitFor();
    expect(ops.value('camera:cam-2', 'camera.layer-bitrate.high')).toBe(3_000_000);
  });

  it('names a key that the page does not know in the words of the relay', async () => {
    await open();
    await tab('Settings');
    const own = page.locator('vigie-ops-setting', { hasText: 'something.new' });
    await own.getByText('In the words of the relay.').waitFor();
  });
});

describe('viewers', () => {
  it('say whose line is short, and who is capped', async () => {
    await open();
    await tab('Viewers');
    await page
      .getByRole('row', { name: /812 kbit\/s.*Viewer’s line/ })
      .first()
      .waitFor();
    await page
      .getByRole('row', { name: /600 kbit\/s.*Viewer’s cap/ })
      .first()
      .waitFor();
  });

  it('are capped by their role', async () => {
    await open();
    await tab('Settings');
    await page.getByLabel('Settings of').selectOption('role');
    expect(await page.getByLabel('Role', { exact: true }).inputValue()).toBe('viewer');
    await field('viewer.max-bitrate').fill('800');
    await page.getByText('Viewer’s cap · who watches as viewer: none → 800 kbit/s').waitFor();
    await apply('thin lines');
    await page.getByText('Applied as version 1').waitFor();
    expect(ops.value('role:viewer', 'viewer.max-bitrate')).toBe(800_000);
  });

  it('are no longer probed, after it was shown for whom', async () => {
    await open();
    await tab('Settings');
    await page.getByLabel('Settings of').selectOption('camera');
    await page.getByLabel('Camera', { exact: true }).fill('cam-2');
    await page.keyboard.press('Enter');
    await field('viewer.probing').selectOption('off');
    await field('viewer.repair-share').fill('10');
    await page.getByText('Probing · camera cam-2: none → off').waitFor();
    const who = page.getByRole('table', { name: 'What changes for which viewer' });
    await who
      .getByRole('row', { name: /Command post · Patrol 2 on → off 25\s% → 10\s%/ })
      .waitFor();
    await apply('paid by the byte');
    await page.getByText('Applied as version 1').waitFor();
    expect(ops.value('camera:cam-2', 'viewer.probing')).toBe('off');
    expect(ops.value('camera:cam-2', 'viewer.repair-share')).toBe(10);
  });

  it('have a budget together, shown beside what they get', async () => {
    ops.change('relay', 'budget.egress', 50_000_000, 'thin line of the house');
    await open();
    await page.locator('vigie-ops-totals').getByText('of a budget of 50 Mbit/s').waitFor();
  });

  it('of a group have a budget together, beside that of its cameras', async () => {
    for (const camera of [1, 2]) ops.change(`camera:cam-${camera}`, 'camera.group', 'gate', 'both');
    ops.change('group:gate', 'budget.ingress', 4_000_000, 'thin line');
    ops.change('group:gate', 'budget.egress', 7_000_000, 'thin line');
    ops.change('group:gate', 'budget.egress-guaranteed', 3_000_000, 'incident');
    await open();
    const group = page.locator('vigie-ops-totals .group');
    await group.getByText('Group gate').waitFor();
    await group.locator('dd', { hasText: /From cameras.*of a budget of 4 Mbit\/s/s }).waitFor();
    await group
      .locator('dd', {
        hasText: /To viewers.*\d Mbit\/s.*of a budget of 7 Mbit\/s.*3 Mbit\/s guaranteed/s,
      })
      .waitFor();
  });
});

describe('two operators at once', () => {
  it('the second is shown what the first did, and decides again', async () => {
    await plan('600');
    await page.getByText('Cap · the relay: none → 600 kbit/s').waitFor();
    await page.getByLabel('Reason').fill('mine');
    ops.change('relay', 'camera.max-bitrate', 1_000_000, 'theirs', 'viewer:7');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Somebody else has changed the settings').waitFor();
    await page.getByText(/Version 1 by viewer:7, .*: theirs/).waitFor();
    await page.getByText('Cap · the relay: 1 Mbit/s → 600 kbit/s').waitFor();
    expect(ops.value('relay', 'camera.max-bitrate')).toBe(1_000_000);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Applied as version 2').waitFor();
    expect(ops.value('relay', 'camera.max-bitrate')).toBe(600_000);
    expect(ops.versions[0]?.reason).toBe('mine');
  });
});

describe('the history', () => {
  it('leads back to a version, after a dry run and with a reason', async () => {
    ops.change('relay', 'camera.max-bitrate', 2_000_000, 'first');
    ops.change('relay', 'camera.max-bitrate', 500_000, 'too much');
    await open();
    await tab('History');
    await page.getByRole('heading', { name: '2 · too much' }).waitFor();
    await page.getByRole('button', { name: 'Back to version 1' }).click();
    await page.getByText('Cap · the relay: 500 kbit/s → 2 Mbit/s').last().waitFor();
    expect(changing()).toBe(1);
    await apply('was better');
    await page.getByRole('heading', { name: '3 · was better' }).waitFor();
    expect(ops.value('relay', 'camera.max-bitrate')).toBe(2_000_000);
    expect(ops.versions[0]?.rollbackTo).toBe(1);
  });
});

describe('a long history', () => {
  it('shows the plan to whoever goes back to a version far down', async () => {
    for (let i = 1; i <= 40; i++) ops.change('relay', 'camera.weight', i, `reason ${i}`);
    await page.setViewportSize({ width: 390, height: 844 });
    await open();
    await tab('History');
    await page.getByRole('button', { name: 'Back to version 2', exact: true }).click();
    const apply = page.getByRole('button', { name: 'Apply' });
    await apply.waitFor();
    const { top, bottom } = await apply.evaluate((element) => element.getBoundingClientRect());
    expect(top).toBeGreaterThan(0);
    expect(bottom).toBeLessThan(844);
  });
});

describe('500 cameras', () => {
  /** What a person does not notice. Measured: 5 ms on an idle machine with two cores. */
  const FLUID_MS = 50;

  it('with 1,000 viewers cost little each round, and only the rows in view are elements', async () => {
    use(new FakeOps(500));
    await open();
    await nextRounds(1);
    const before = await spentMs();
    await nextRounds(3);
    expect((await spentMs()) - before).toBeLessThan(3 * FLUID_MS);
    expect(await page.locator('tr.row').count()).toBeLessThan(60);
  });

  it('can be scrolled to the last and filtered for one', async () => {
    use(new FakeOps(500));
    await open();
    await page.locator('.view').hover();
    await page.mouse.wheel(0, 100_000);
    await page.getByRole('button', { name: 'Patrol 500', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Sends' }).click();
    await page.getByLabel('Filter by name or group').fill('Patrol 499');
    await page.getByRole('button', { name: 'Patrol 499', exact: true }).waitFor();
    expect(await page.locator('tr.row').count()).toBe(1);
  });

  /** Script, style and layout so far, ms. */
  async function spentMs(): Promise<number> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const { metrics } = await session.send('Performance.getMetrics');
    await session.detach();
    const parts = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'];
    const spent = metrics.filter(({ name }) => parts.includes(name));
    return spent.reduce((sum, { value }) => sum + value * 1_000, 0);
  }

  async function nextRounds(count: number): Promise<void> {
    const rounds = () => relay.log.filter((line) => line.endsWith('/bandwidth')).length;
    const wanted = rounds() + count;
    await expect.poll(rounds, { timeout: 20_000 }).toBeGreaterThanOrEqual(wanted);
  }
});
