package org.vigie.bridge.session;

import org.vigie.bridge.rtp.RtpHeaderWriter;

/**
 * Fills in what a packet's header says of its sending; the sequence runs over all Slots of a
 * Session.
 */
final class SendStamp {
  private int transportSequence;

  /**
   * Writes where the offsets point; an offset below 0 means that the viewer did not negotiate it.
   */
  void write(long nowNanos, byte[] array, int transportSequenceOffset, int absSendTimeOffset) {
    if (transportSequenceOffset >= 0) {
      RtpHeaderWriter.patchTransportSequence(array, transportSequenceOffset, transportSequence);
      transportSequence = (transportSequence + 1) & 0xffff;
    }
    if (absSendTimeOffset >= 0) {
      RtpHeaderWriter.patchAbsSendTime(array, absSendTimeOffset, nowNanos);
    }
  }
}
