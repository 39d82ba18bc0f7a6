package org.vigie.bridge.udp;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;

/** The running counts of one socket, written by its thread. */
final class CountedDatagrams {
  private long received;
  private long oversized;
  private long receiveErrors;
  private long sent;
  private long sendBlocked;
  private long sendUnreachable;
  private long sendTooLong;
  private long sendFailed;

  void received() {
    received++;
  }

  void oversized() {
    oversized++;
  }

  void receiveError() {
    receiveErrors++;
  }

  void sent() {
    sent++;
  }

  void sendBlocked() {
    sendBlocked++;
  }

  void sendFailed(Exception cause) {
    switch (cause) {
      case PortUnreachableException _, NoRouteToHostException _ -> sendUnreachable++;
      case IOException e when isTooLong(e) -> sendTooLong++;
      default -> sendFailed++;
    }
  }

  UdpCounters snapshot() {
    return new UdpCounters(
        received,
        oversized,
        receiveErrors,
        sent,
        sendBlocked,
        sendUnreachable,
        sendTooLong,
        sendFailed);
  }

  private static boolean isTooLong(IOException e) {
    String words = e.getMessage();
    return words != null && words.contains("too long"); // the JDK has no type for EMSGSIZE
  }
}
