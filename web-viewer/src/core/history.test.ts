import { describe, expect, it } from 'vitest';
import { Histories, History } from './history.js';

describe('a history', () => {
  it('keeps the last while and says since when', () => {
    const history = new History(10, 1);
    expect(history.since).toBeUndefined();
    for (let second = 100; second <= 120; second += 2) history.add(second, [second * 2]);
    expect(history.since).toBe(110);
    expect(history.columns).toEqual([
      [110, 112, 114, 116, 118, 120],
      [220, 224, 228, 232, 236, 240],
    ]);
  });

  it('has a gap where a number is unknown', () => {
    const history = new History(10, 2);
    history.add(1, [undefined, 5]);
    history.add(2, [7]);
    expect(history.columns).toEqual([
      [1, 2],
      [null, 7],
      [5, null],
    ]);
  });

  it('does not grow when asked at any rate', () => {
    const history = new History(900, 3);
    for (let i = 0; i < 10_000; i++) history.add(i * 2, [1, 2, 3]);
    expect(history.columns.map((column) => column.length)).toEqual([451, 451, 451, 451]);
  });
});

describe('histories', () => {
  it('forget what is gone', () => {
    const histories = new Histories(() => new History(10, 1));
    histories.add(
      1,
      new Map([
        ['a', [1]],
        ['b', [2]],
      ]),
    );
    histories.add(2, new Map([['b', [3]]]));
    expect(histories.size).toBe(1);
    expect(histories.get('a')).toBeUndefined();
    expect(histories.get('b')?.columns[1]).toEqual([2, 3]);
  });
});
