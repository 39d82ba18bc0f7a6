package org.vigie.simulator.load.media;

import org.vigie.bridge.srtp.SrtpTransform;
import org.vigie.bridge.udp.Path;

/** How one session protects and sends. */
record SecurePort(Path path, SrtpTransform srtp, Outbox outbox) {
  /** Room for a packet before protection. */
  static final int MAX_PACKET = 1_400;

  /** Room for a packet and what protection appends. */
  static final int ROOM = MAX_PACKET + SrtpTransform.MAX_OVERHEAD;

  /** Protects in place and sends; returns the protected length, or a negative number. */
  int sendRtp(byte[] array, int length) {
    int size = srtp.protectRtp(array, 0, length);
    if (size > 0) {
      outbox.add(path, array, 0, size);
    }
    return size;
  }

  /** Protects a compound packet in place and sends it. */
  void sendRtcp(byte[] array, int length) {
    int size = srtp.protectRtcp(array, 0, length);
    if (size > 0) {
      outbox.add(path, array, 0, size);
    }
  }
}
