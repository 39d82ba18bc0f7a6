import type { Devices } from '../src/core/capture.js';

export class FakeTrack extends EventTarget {
  contentHint = '';
  stopped = false;
  readonly label: string;

  constructor(
    readonly kind: 'audio' | 'video',
    number = 1,
  ) {
    super();
    this.label = `${kind} ${number}`;
  }

  getSettings(): MediaTrackSettings {
    return { height: 720, width: 1280 };
  }

  stop(): void {
    this.stopped = true;
  }

  /** The device was pulled out. */
  unplug(): void {
    this.dispatchEvent(new Event('ended'));
  }
}

/** Camera and microphone of a machine; what it lacks or refuses is set by a test. */
export class FakeDevices {
  readonly asked: MediaStreamConstraints[] = [];
  readonly tracks: FakeTrack[] = [];
  /** The name of the error that getUserMedia fails with. */
  error: string | undefined;
  microphone = true;
  /** Holds the answer back until it is resolved: the person has not decided yet. */
  decision: Promise<void> = Promise.resolve();

  asDevices(): Devices {
    return this;
  }

  async getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(constraints);
    await this.decision;
    if (this.error !== undefined) throw new DOMException('as the test wants', this.error);
    if (constraints.audio && !this.microphone) throw new DOMException('no mic', 'NotFoundError');
    const video = new FakeTrack('video', this.asked.length);
    const audio = constraints.audio ? [new FakeTrack('audio', this.asked.length)] : [];
    this.tracks.push(video, ...audio);
    return {
      getVideoTracks: () => [video],
      getAudioTracks: () => audio,
    } as unknown as MediaStream;
  }

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return Promise.resolve([]);
  }

  /** Tracks still open. */
  get open(): FakeTrack[] {
    return this.tracks.filter(({ stopped }) => !stopped);
  }
}
