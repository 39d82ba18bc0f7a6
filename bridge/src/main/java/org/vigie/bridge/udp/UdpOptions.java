package org.vigie.bridge.udp;

/**
 * How a {@link UdpSocket} is opened.
 *
 * @param segmentationOffload whether a {@link Burst} may be one datagram to the kernel (UDP GSO),
 *     where it can
 * @param receiveOffload whether the kernel may hand over what came together as one (UDP GRO); it
 *     pays only where whole bursts arrive
 * @param bufferBytes wanted size of the system's receive and send buffer each, 4,096 to 2^30
 */
public record UdpOptions(boolean segmentationOffload, boolean receiveOffload, int bufferBytes) {
  private static final int LEAST_BUFFER = 4_096;
  private static final int MOST_BUFFER = 1 << 30;

  /** Half a second of 60 Mbit/s. */
  private static final int DEFAULT_BUFFER = 4 << 20;

  public UdpOptions {
    if (bufferBytes < LEAST_BUFFER || bufferBytes > MOST_BUFFER) {
      throw new IllegalArgumentException("a socket buffer of " + bufferBytes + " bytes");
    }
  }

  /** Segmentation offload, no receive offload, 4 MiB. */
  public static UdpOptions defaults() {
    return new UdpOptions(true, false, DEFAULT_BUFFER);
  }

  /** The same with or without segmentation offload. */
  public UdpOptions withSegmentationOffload(boolean wanted) {
    return new UdpOptions(wanted, receiveOffload, bufferBytes);
  }

  /** The same with or without receive offload. */
  public UdpOptions withReceiveOffload(boolean wanted) {
    return new UdpOptions(segmentationOffload, wanted, bufferBytes);
  }

  /** The same with other buffers. */
  public UdpOptions withBufferBytes(int bytes) {
    return new UdpOptions(segmentationOffload, receiveOffload, bytes);
  }
}
