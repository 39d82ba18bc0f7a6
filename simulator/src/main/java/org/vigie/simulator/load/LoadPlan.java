package org.vigie.simulator.load;

import java.time.Duration;
import java.util.OptionalLong;
import org.vigie.bridge.api.SrtpProfile;

/**
 * What a run was asked to do.
 *
 * @param cameras how many publish, at least 1
 * @param viewersPerCamera how many sessions watch each of them
 * @param camera what each camera sends
 * @param profile the only SRTP profile that both ends of ours offer
 * @param viewerLoss share of what arrives that viewers pretend not to have got, 0 to 1
 * @param uplinkLoss share of their packets that cameras do not send, 0 to 1
 * @param reports whether viewers send receiver reports, one a second
 * @param joinsAtOnce handshakes under way at one time
 * @param warmUp from the last join to the first packet that counts
 * @param measured how long packets count
 * @param server process of the server on this machine
 */
public record LoadPlan(
    int cameras,
    int viewersPerCamera,
    CameraPlan camera,
    SrtpProfile profile,
    double viewerLoss,
    double uplinkLoss,
    boolean reports,
    int joinsAtOnce,
    Duration warmUp,
    Duration measured,
    OptionalLong server) {

  /**
   * What a camera sends: VP8-looking frames of one size, each in packets of one size.
   *
   * @param bps of RTP payload and headers; 0 for a camera that sends none
   * @param framesPerSecond 1 to 240
   * @param spread share of the frame interval over which a frame's packets leave, 0 to 1
   * @param keyFrameInterval between key frames that nobody asked for
   */
  public record CameraPlan(
      long bps, int framesPerSecond, double spread, Duration keyFrameInterval) {}

  /** Viewer sessions in all. */
  public int viewers() {
    return cameras * viewersPerCamera;
  }
}
