package org.vigie.signaling.negotiate;

/**
 * What settings say about answers.
 *
 * @param startBps bit rate that a browser camera starts its picture with, bps; 0 leaves it to the
 *     browser
 */
public record NegotiationSettings(long startBps) {
  public NegotiationSettings {
    if (startBps < 0) {
      throw new IllegalArgumentException("start rate " + startBps + " bps is negative");
    }
  }
}
