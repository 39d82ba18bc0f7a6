package org.vigie.simulator.rtp;

/**
 * Which header extensions were agreed on, by their ids 1 to 14; 0 stands for "not this one".
 *
 * @param mid RFC 9143
 * @param transportCc draft-holmer-rmcat-transport-wide-cc-extensions-01
 * @param absSendTime seconds as 6.18 fixed point
 */
public record ExtensionIds(int mid, int transportCc, int absSendTime) {
  /** None at all. */
  public static final ExtensionIds NONE = new ExtensionIds(0, 0, 0);

  public ExtensionIds {
    requireId(mid);
    requireId(transportCc);
    requireId(absSendTime);
  }

  private static void requireId(int id) {
    if (id < 0 || id > 14) {
      throw new IllegalArgumentException("extension id " + id);
    }
  }
}
