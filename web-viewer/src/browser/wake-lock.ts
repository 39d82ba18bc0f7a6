/** Keeps the screen on while a camera films; a phone that sleeps stops its camera. */
export class ScreenWake {
  #wanted = false;
  #lock: WakeLockSentinel | undefined;

  constructor(signal: AbortSignal) {
    // The browser takes the lock away when the page is hidden, and does not give it back.
    document.addEventListener('visibilitychange', () => void this.#take(), { signal });
    signal.addEventListener('abort', () => this.want(false));
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) void this.#take();
    else void this.#release();
  }

  async #take(): Promise<void> {
    if (!this.#wanted || document.visibilityState !== 'visible') return;
    if (!('wakeLock' in navigator)) return;
    try {
      this.#lock = await navigator.wakeLock.request('screen');
      if (!this.isWanted()) await this.#release();
    } catch {
      // Refused, for instance in power-saving mode: filming goes on all the same.
    }
  }

  private isWanted(): boolean {
    return this.#wanted;
  }

  async #release(): Promise<void> {
    const lock = this.#lock;
    this.#lock = undefined;
    await lock?.release().catch(() => undefined);
  }
}
