import { CAPTURE_TIME } from '../src/core/capture-time.js';
import type { Peer } from '../src/core/platform.js';

/** The offer every fake peer makes; its generation grows with each ICE restart. */
export function fakeOffer(generation = 1): string {
  return [
    'v=0',
    'a=group:BUNDLE 0 1',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'a=mid:0',
    `a=ice-ufrag:local${generation}`,
    `a=ice-pwd:localpassword${generation}`,
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=mid:1',
    '',
  ].join('\r\n');
}

export const FAKE_ANSWER = [
  'v=0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=ice-ufrag:remote1',
  'a=ice-pwd:remotepassword1',
  'a=candidate:1 1 udp 1 192.0.2.1 10000 typ host',
  'a=end-of-candidates',
  '',
].join('\r\n');

class FakeDtlsTransport extends EventTarget {
  state: RTCDtlsTransportState = 'new';
}

export class FakeSender {
  readonly transport = new FakeDtlsTransport();
  readonly replaced: (MediaStreamTrack | null)[] = [];
  parameters: Partial<RTCRtpSendParameters> = {};

  constructor(private readonly rids: readonly string[]) {}

  getParameters(): Partial<RTCRtpSendParameters> {
    return { transactionId: '1', encodings: this.rids.map((rid) => ({ rid })) };
  }

  setParameters(parameters: Partial<RTCRtpSendParameters>): Promise<void> {
    this.parameters = parameters;
    return Promise.resolve();
  }

  replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    this.replaced.push(track);
    return Promise.resolve();
  }
}

export class FakeReceiver {
  jitterBufferTarget: number | null = null;
  playoutDelayHint: number | null = null;
  sources: { captureTimestamp?: number }[] = [];

  getSynchronizationSources(): readonly { captureTimestamp?: number }[] {
    return this.sources;
  }
}

export class FakeTransceiver {
  readonly sender: FakeSender;
  readonly receiver = new FakeReceiver();
  preferences: RTCRtpCodec[] | undefined;
  extensions = [{ uri: CAPTURE_TIME, direction: 'stopped' }];

  constructor(
    readonly what: string | MediaStreamTrack,
    readonly init: RTCRtpTransceiverInit,
  ) {
    this.sender = new FakeSender(init.sendEncodings?.map(({ rid = '' }) => rid) ?? ['']);
  }

  getHeaderExtensionsToNegotiate(): { uri: string; direction: string }[] {
    return structuredClone(this.extensions);
  }

  setHeaderExtensionsToNegotiate(extensions: { uri: string; direction: string }[]): void {
    this.extensions = extensions;
  }

  setCodecPreferences(codecs: RTCRtpCodec[]): void {
    this.preferences = codecs;
  }
}

/** Stands in for an RTCPeerConnection: does nothing by itself, remembers all, and is told what happens. */
export class FakePeer extends EventTarget {
  connectionState: RTCPeerConnectionState = 'new';
  iceConnectionState: RTCIceConnectionState = 'new';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  readonly transceivers: FakeTransceiver[] = [];
  readonly localDescriptions: RTCSessionDescriptionInit[] = [];
  closed = false;
  stats: Record<string, Record<string, unknown>> = {};
  failRemoteDescription = false;
  #generation = 0;

  constructor(readonly configuration: RTCConfiguration) {
    super();
  }

  asPeer(): Peer {
    return this as unknown as Peer;
  }

  addTransceiver(what: string | MediaStreamTrack, init: RTCRtpTransceiverInit): FakeTransceiver {
    const transceiver = new FakeTransceiver(what, init);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  createOffer(): Promise<RTCSessionDescriptionInit> {
    this.#generation += 1;
    return Promise.resolve({ type: 'offer', sdp: fakeOffer(this.#generation) });
  }

  setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.localDescriptions.push(description);
    if (description.type !== 'rollback') this.localDescription = description;
    return Promise.resolve();
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (this.failRemoteDescription) return Promise.reject(new Error('bad answer'));
    this.remoteDescription = description;
    return Promise.resolve();
  }

  getStats(): Promise<Map<string, unknown>> {
    return Promise.resolve(new Map(Object.entries(this.stats)));
  }

  close(): void {
    this.closed = true;
    this.connectionState = 'closed';
  }

  /** The transport changes its state. */
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  /** The relay sends close_notify. */
  dtlsCloses(): void {
    for (const { sender } of this.transceivers) {
      sender.transport.state = 'closed';
      sender.transport.dispatchEvent(new Event('statechange'));
    }
  }

  candidate(line: string | null): void {
    const candidate = line === null ? null : { toJSON: () => ({ candidate: line, sdpMid: '0' }) };
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
  }

  /** Counters of one more stretch of time as a viewer's browser has them. */
  receives(counters: { frames?: number; video?: number; audio?: number }): void {
    this.stats = {
      v: {
        type: 'inbound-rtp',
        kind: 'video',
        framesDecoded: counters.frames ?? 0,
        packetsReceived: counters.video ?? 0,
      },
      a: { type: 'inbound-rtp', kind: 'audio', packetsReceived: counters.audio ?? 0 },
    };
  }
}
