/** What the core uses of `navigator.mediaDevices`; undefined there in an insecure context. */
export type Devices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;

export interface CaptureChoice {
  /** A device by its id; else the camera that faces `facing`. */
  readonly videoDevice?: string;
  readonly audioDevice?: string;
  readonly facing: 'environment' | 'user';
  /** Wanted height of the picture; 16:9. */
  readonly height: 360 | 480 | 720 | 1080;
  readonly sound: boolean;
}

export const DEFAULT_CHOICE: CaptureChoice = { facing: 'environment', height: 720, sound: true };

export interface Captured {
  readonly video: MediaStreamTrack;
  /** Missing when not wanted, or when the machine has no microphone. */
  readonly audio?: MediaStreamTrack;
}

export type CaptureFault =
  /** No camera is offered to pages that did not come over https (or from localhost). */
  | 'insecure'
  | 'denied'
  | 'no-device'
  | 'in-use'
  /** The device went away while it was in use. */
  | 'unplugged'
  | 'unknown';

export class CaptureError extends Error {
  override readonly name = 'CaptureError';

  constructor(
    readonly fault: CaptureFault,
    message: string,
  ) {
    super(message);
  }
}

/** Opens camera and microphone; without a microphone the camera alone. Throws a {@link CaptureError}. */
export async function capture(
  devices: Devices | undefined,
  choice: CaptureChoice,
): Promise<Captured> {
  if (devices === undefined)
    throw new CaptureError('insecure', 'navigator.mediaDevices is missing');
  const video = videoConstraints(choice);
  if (!choice.sound) return opened(devices, { video });
  try {
    return await opened(devices, { video, audio: audioConstraints(choice) });
  } catch (error) {
    if (error instanceof CaptureError && error.fault === 'denied') throw error;
    return opened(devices, { video });
  }
}

export function release(captured: Captured | undefined): void {
  captured?.video.stop();
  captured?.audio?.stop();
}

export function videoConstraints(choice: CaptureChoice): MediaTrackConstraints {
  const { videoDevice, facing, height } = choice;
  return {
    ...(videoDevice === undefined
      ? { facingMode: { ideal: facing } }
      : { deviceId: { exact: videoDevice } }),
    width: { ideal: Math.round((height * 16) / 9) },
    height: { ideal: height },
    frameRate: { ideal: 30, max: 30 },
  };
}

/** Nothing is played here, so there is no echo to cancel, and cancelling costs quality. */
function audioConstraints(choice: CaptureChoice): MediaTrackConstraints {
  const { audioDevice } = choice;
  return {
    ...(audioDevice !== undefined && { deviceId: { exact: audioDevice } }),
    echoCancellation: false,
  };
}

async function opened(devices: Devices, constraints: MediaStreamConstraints): Promise<Captured> {
  const stream = await devices.getUserMedia(constraints).catch((error: unknown) => {
    throw new CaptureError(faultOf(error), error instanceof Error ? error.message : String(error));
  });
  const [video] = stream.getVideoTracks();
  const [audio] = stream.getAudioTracks();
  if (video === undefined) throw new CaptureError('no-device', 'the stream has no video track');
  // Encoders then keep the pictures coming rather than each one sharp.
  video.contentHint = 'motion';
  return { video, ...(audio && { audio }) };
}

/** The names that getUserMedia gives its errors (Media Capture and Streams, section 10.2). */
function faultOf(error: unknown): CaptureFault {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no-device';
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use';
    default:
      return 'unknown';
  }
}
