package org.vigie.bridge.udp;

/**
 * What a {@link UdpSocket} got from the system.
 *
 * @param kind which implementation it is, in words for the log
 * @param segmentationOffload whether a burst is one datagram to the kernel (UDP GSO)
 * @param receiveOffload whether what came together is handed over as one (UDP GRO)
 * @param wantedBufferBytes asked for, for each direction
 * @param receiveBufferBytes granted
 * @param sendBufferBytes granted
 */
public record UdpFacts(
    String kind,
    boolean segmentationOffload,
    boolean receiveOffload,
    int wantedBufferBytes,
    int receiveBufferBytes,
    int sendBufferBytes) {
  /** Whether a buffer is smaller than it should be, so that bursts may be lost. */
  public boolean isShortOfBuffer() {
    return receiveBufferBytes < wantedBufferBytes || sendBufferBytes < wantedBufferBytes;
  }
}
