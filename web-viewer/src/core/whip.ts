import { offerCaptureTime } from './capture-time.js';
import type { Peer } from './platform.js';
import type { MediaPlan } from './rtc-session.js';
import { RIDS } from './layers.js';
import { type Encoding, VideoTuning } from './tuning.js';

export type VideoCodec = 'VP8' | 'H264' | 'VP9' | 'AV1';

export interface PublishingOptions {
  readonly video: MediaStreamTrack;
  readonly audio?: MediaStreamTrack;
  /** Offers this codec only; by default all the browser has, in its order. */
  readonly codec?: VideoCodec;
  /** What it starts with: one encoding, or one for each simulcast layer. */
  readonly encodings: readonly Encoding[];
  /** What the browser can send, from `RTCRtpSender.getCapabilities('video')`. */
  readonly capabilities: readonly RTCRtpCodec[];
}

/** What a camera sends, and how much of it. */
export interface PublishingPlan extends MediaPlan {
  /** Sets what is encoded; before the answer, what it starts with. */
  tune(encodings: readonly Encoding[]): Promise<void>;
}

/** Sends one video and one audio track; the latter may be silent. */
export function publishingPlan(options: PublishingOptions): PublishingPlan {
  let tuning: VideoTuning | undefined;
  let answered = false;
  let wanted = options.encodings;
  const carryOut = (): Promise<void> => tuning?.apply(wanted) ?? Promise.resolve();
  return {
    prepare(peer) {
      tuning = new VideoTuning(addVideo(peer, options));
      // Without a microphone too: sound switched on later then needs no new session.
      offerCaptureTime(peer.addTransceiver(options.audio ?? 'audio', { direction: 'sendonly' }));
    },
    answered() {
      answered = true;
      return carryOut();
    },
    tune(encodings) {
      wanted = encodings;
      return answered ? carryOut() : Promise.resolve();
    },
  };
}

/** The named codec and retransmission for it; all of them if the browser lacks it, so that the relay can say no. */
export function preferred(
  codec: VideoCodec | undefined,
  capabilities: readonly RTCRtpCodec[],
): RTCRtpCodec[] {
  const mime = `video/${codec ?? ''}`.toLowerCase();
  const chosen = capabilities.filter((one) => one.mimeType.toLowerCase() === mime);
  const repair = capabilities.filter((one) => one.mimeType.toLowerCase() === 'video/rtx');
  return chosen.length === 0 ? [...capabilities] : [...chosen, ...repair];
}

export function isVideoCodec(text: string | null): text is VideoCodec {
  return text === 'VP8' || text === 'H264' || text === 'VP9' || text === 'AV1';
}

function addVideo(peer: Peer, options: PublishingOptions): RTCRtpSender {
  const transceiver = peer.addTransceiver(options.video, {
    direction: 'sendonly',
    sendEncodings: sendEncodings(options),
  });
  offerCaptureTime(transceiver);
  if (options.codec !== undefined) {
    transceiver.setCodecPreferences(preferred(options.codec, options.capabilities));
  }
  return transceiver.sender;
}

function sendEncodings({ encodings, codec }: PublishingOptions): RTCRtpEncodingParameters[] {
  if (encodings.length === 1) return [...encodings];
  // Else Chromium takes layers of these two for spatial ones within a single stream.
  const mode = codec === 'VP9' || codec === 'AV1' ? { scalabilityMode: 'L1T3' } : {};
  return encodings.map((one, layer) => ({ ...one, ...mode, rid: RIDS[layer] ?? String(layer) }));
}
