package org.vigie.bridge.rtp;

import java.util.ArrayList;
import java.util.List;

/** Notes every call as a line of text. */
final class RecordingVisitor implements RtcpVisitor {
  final List<String> calls = new ArrayList<>();

  @Override
  public void senderReport(int sender, long ntp, int timestamp, long packets, long octets) {
    calls.add(
        "SR %x ntp=%x ts=%x packets=%d octets=%d"
            .formatted(sender, ntp, timestamp, packets, octets));
  }

  @Override
  public void receiverReport(int sender) {
    calls.add("RR %x".formatted(sender));
  }

  @Override
  public void reportBlock(
      int sender,
      int media,
      int fraction,
      int lost,
      long highest,
      long jitter,
      int lastReport,
      int delay) {
    calls.add(
        "block %x->%x fraction=%d lost=%d highest=%d jitter=%d lsr=%x dlsr=%x"
            .formatted(sender, media, fraction, lost, highest, jitter, lastReport, delay));
  }

  @Override
  public void delaySinceReference(int sender, int ssrc, int lastReference, int delay) {
    calls.add("DLRR %x->%x lrr=%x dlrr=%x".formatted(sender, ssrc, lastReference, delay));
  }

  @Override
  public void nack(int sender, int media, int packetId, int bitmask) {
    calls.add("NACK %x->%x pid=%d blp=%x".formatted(sender, media, packetId, bitmask));
  }

  @Override
  public void pli(int sender, int media) {
    calls.add("PLI %x->%x".formatted(sender, media));
  }

  @Override
  public void fir(int sender, int media, int command) {
    calls.add("FIR %x->%x %d".formatted(sender, media, command));
  }

  @Override
  public void remb(int sender, long bps) {
    calls.add("REMB %x %d".formatted(sender, bps));
  }

  @Override
  public void rembSource(int media) {
    calls.add("REMB for %x".formatted(media));
  }

  @Override
  public void transportFeedback(TransportFeedback feedback) {
    StringBuilder line = new StringBuilder();
    while (feedback.next()) {
      line.append(' ').append(feedback.sequenceNumber());
      line.append(feedback.received() ? "@" + feedback.arrivalMicros() : "-");
    }
    calls.add(
        "TWCC %x->%x #%d ref=%d%s"
            .formatted(
                feedback.senderSsrc(),
                feedback.mediaSsrc(),
                feedback.feedbackCount(),
                feedback.referenceMicros(),
                line));
  }

  @Override
  public void bye(int ssrc) {
    calls.add("BYE %x".formatted(ssrc));
  }
}
