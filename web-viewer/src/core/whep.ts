import { offerCaptureTime } from './capture-time.js';
import type { MediaPlan } from './rtc-session.js';

/** Chromium's older name for a wish about the jitter buffer, in seconds. */
interface HintedReceiver {
  playoutDelayHint?: number | null;
}

/** One video and one audio track, to be shown as soon as they can be. */
export function viewingPlan(onTrack: (track: MediaStreamTrack) => void): MediaPlan {
  return {
    prepare(peer) {
      peer.addEventListener('track', (event) => onTrack(event.track));
      const video = peer.addTransceiver('video', { direction: 'recvonly' });
      const audio = peer.addTransceiver('audio', { direction: 'recvonly' });
      offerCaptureTime(video);
      showAtOnce(video.receiver);
      showAtOnce(audio.receiver);
    },
  };
}

/** A picture of now that stutters serves the command post better than a smooth one of a second ago. */
function showAtOnce(receiver: RTCRtpReceiver): void {
  if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0;
  if ('playoutDelayHint' in receiver) (receiver as HintedReceiver).playoutDelayHint = 0;
}
