package org.vigie.bridge.udp;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;

/** The running counts of one socket, written by its thread. */
final class CountedDatagrams {
  private long received;
  private long oversized;
  private long strayed;
  private long receiveErrors;
  private long receiveCalls;
  private long sent;
  private long segmented;
  private long sendCalls;
  private long segmentationRefused;
  private long sendBlocked;
  private long sendNoBuffers;
  private long sendUnreachable;
  private long sendTooLong;
  private long sendForbidden;
  private long sendFailed;

  void received() {
    received++;
  }

  void oversized() {
    oversized++;
  }

  void strayed() {
    strayed++;
  }

  void receiveError() {
    receiveErrors++;
  }

  void receiveCall() {
    receiveCalls++;
  }

  /** So many datagrams left as one message. */
  void sent(int datagrams) {
    sent += datagrams;
    segmented += datagrams > 1 ? datagrams : 0;
  }

  void sendCall() {
    sendCalls++;
  }

  void segmentationRefused() {
    segmentationRefused++;
  }

  void sendBlocked() {
    sendBlocked++;
  }

  void sendFailed(int datagrams) {
    sendFailed += datagrams;
  }

  void sendRefused(int errno, int datagrams) {
    switch (errno) {
      case Errno.EAGAIN -> sendBlocked += datagrams;
      case Errno.ENOBUFS, Errno.ENOMEM -> sendNoBuffers += datagrams;
      case Errno.ECONNREFUSED,
          Errno.ENETUNREACH,
          Errno.EHOSTUNREACH,
          Errno.ENETDOWN,
          Errno.EHOSTDOWN ->
          sendUnreachable += datagrams;
      case Errno.EMSGSIZE -> sendTooLong += datagrams;
      case Errno.EPERM, Errno.EACCES -> sendForbidden += datagrams;
      default -> sendFailed += datagrams;
    }
  }

  void sendFailed(Exception cause) {
    switch (cause) {
      case PortUnreachableException _, NoRouteToHostException _ -> sendUnreachable++;
      case IOException e when says(e, "too long") -> sendTooLong++;
      case IOException e when says(e, "not permitted") -> sendForbidden++;
      case IOException e when says(e, "unreachable") -> sendUnreachable++;
      default -> sendFailed++;
    }
  }

  /**
   * The counts so far.
   *
   * @param overflowed what the system dropped before this socket saw it
   */
  UdpCounters snapshot(long overflowed) {
    return new UdpCounters(
        received,
        oversized,
        strayed,
        overflowed,
        receiveErrors,
        receiveCalls,
        sent,
        segmented,
        sendCalls,
        segmentationRefused,
        sendBlocked,
        sendNoBuffers,
        sendUnreachable,
        sendTooLong,
        sendForbidden,
        sendFailed);
  }

  /** The JDK has no types for most error numbers. */
  private static boolean says(IOException e, String words) {
    String message = e.getMessage();
    return message != null && message.contains(words);
  }
}
