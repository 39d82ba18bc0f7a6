package org.vigie.bridge.session;

import java.util.Map;
import java.util.Optional;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.bridge.rtp.RtpPacket;

/** What a Session carries: a camera's Tracks coming in, or a viewer's Slots going out. */
public interface Media {
  /** Keys are there: media may flow. */
  void secured(long nowNanos);

  /** An authenticated, well-formed RTP packet; it stands only during the call. */
  void rtp(long nowNanos, RtpPacket packet);

  /** An authenticated RTCP packet, not yet parsed; it stands only during the call. */
  void rtcp(long nowNanos, byte[] array, int offset, int length);

  /** Something may be due. */
  void onTime(long nowNanos);

  /** The peer comes back by another path after a silence: what was on the way is lost. */
  void resumed(long nowNanos);

  /** Nothing was sent for a while: says that this end is there. */
  void showLife();

  /** When {@link #onTime} should be called next. */
  long nextDeadlineNanos();

  /** The Session ends: the last chance to send, such as BYE; then everything is released. */
  void ended(long nowNanos);

  /** What is shown by m-line in a codec that the peer has not negotiated; nearly always empty. */
  Map<String, Codec> refused();

  /** Packets sent again on request. */
  long retransmitted();

  /** Adds what was counted since the Session began. */
  default void addTo(MediaCounters counters) {}

  /** What is known of the line, if the peer is a viewer. */
  default Optional<ViewerLine> line() {
    return Optional.empty();
  }
}
