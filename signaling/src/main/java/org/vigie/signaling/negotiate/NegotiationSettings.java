package org.vigie.signaling.negotiate;

/**
 * What settings say about answers.
 *
 * @param startBps bit rate that a browser camera starts its picture with, bps; 0 leaves it to the
 *     browser
 * @param audioBps bit rate that its sound shall have on average, bps; 0 leaves it to the camera
 */
public record NegotiationSettings(long startBps, long audioBps) {
  public NegotiationSettings {
    if (startBps < 0 || audioBps < 0) {
      throw new IllegalArgumentException(startBps + " or " + audioBps + " bps is negative");
    }
  }
}
