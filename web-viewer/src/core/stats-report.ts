/** A getStats() report, read without trusting that any field is there. */
export class StatsReport {
  readonly #byId = new Map<string, StatsEntry>();

  constructor(report: Iterable<readonly [string, unknown]>) {
    for (const [id, fields] of report) {
      if (typeof fields === 'object' && fields !== null) {
        this.#byId.set(id, new StatsEntry(fields as Record<string, unknown>));
      }
    }
  }

  /** The first entry of this type, and of this media kind if given. */
  find(type: string, kind?: string): StatsEntry | undefined {
    return [...this.#byId.values()].find(
      (entry) => entry.text('type') === type && (kind === undefined || entry.text('kind') === kind),
    );
  }

  /** Every entry of this type. */
  all(type: string): StatsEntry[] {
    return [...this.#byId.values()].filter((entry) => entry.text('type') === type);
  }

  /** The candidate pair over which everything goes. */
  selectedPair(): StatsEntry | undefined {
    return this.follow(this.find('transport'), 'selectedCandidatePairId');
  }

  /** The entry that another one's field points to. */
  follow(entry: StatsEntry | undefined, field: string): StatsEntry | undefined {
    const id = entry?.text(field);
    return id === undefined ? undefined : this.#byId.get(id);
  }
}

export class StatsEntry {
  constructor(private readonly fields: Readonly<Record<string, unknown>>) {}

  number(name: string): number | undefined {
    const value = this.fields[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }

  /** A counter: 0 where the browser does not tell it. */
  count(name: string): number {
    return this.number(name) ?? 0;
  }

  text(name: string): string | undefined {
    const value = this.fields[name];
    return typeof value === 'string' ? value : undefined;
  }
}
