/** Numbers over the last while, one column of time and one for each series; the oldest go first. */
export class History {
  readonly #columns: (number | null)[][];

  /** `keepSeconds` back from the newest; `series` numbers with each time. */
  constructor(
    private readonly keepSeconds: number,
    series: number,
  ) {
    this.#columns = Array.from({ length: series + 1 }, () => []);
  }

  /** `seconds` has to grow; an unknown number is a gap. */
  add(seconds: number, values: readonly (number | undefined)[]): void {
    this.#columns.forEach((column, index) => {
      column.push(index === 0 ? seconds : (values[index - 1] ?? null));
    });
    const times = this.#columns[0] ?? [];
    const stale = times.findIndex((time) => (time ?? 0) >= seconds - this.keepSeconds);
    if (stale > 0) for (const column of this.#columns) column.splice(0, stale);
  }

  /** When it begins, seconds; undefined while it is empty. */
  get since(): number | undefined {
    return this.#columns[0]?.[0] ?? undefined;
  }

  /** As the chart takes it: the times, then each series. The same arrays at every call. */
  get columns(): readonly (readonly (number | null)[])[] {
    return this.#columns;
  }
}

/** One {@link History} for each of many things, forgotten when the thing is gone. */
export class Histories {
  readonly #each = new Map<string, History>();

  constructor(private readonly make: () => History) {}

  /** Adds to each that is there, and forgets what is not there and has nothing left to show. */
  add(seconds: number, values: ReadonlyMap<string, readonly (number | undefined)[]>): void {
    for (const [key, numbers] of values) this.#of(key).add(seconds, numbers);
    for (const key of this.#each.keys()) if (!values.has(key)) this.#each.delete(key);
  }

  get(key: string): History | undefined {
    return this.#each.get(key);
  }

  get size(): number {
    return this.#each.size;
  }

  #of(key: string): History {
    const known = this.#each.get(key);
    if (known !== undefined) return known;
    const made = this.make();
    this.#each.set(key, made);
    return made;
  }
}
