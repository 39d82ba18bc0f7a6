package org.vigie.bridge.network;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.feedback.ReceptionStatistics;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.SequenceUnwrapper;

/** One Slot as its viewer receives it: what is missing, and what can be done about it. */
final class ReceivedSlot {
  private static final long MILLI = NetworkPeer.MILLI;
  private static final long LEAST_RETRY_NANOS = 20 * MILLI;
  private static final long PATIENCE_NANOS = 1_000 * MILLI;
  private static final long FROZEN_NANOS = 400 * MILLI;
  private static final long PLI_NANOS = 500 * MILLI;
  private static final int MAX_REQUESTS = 10;
  private static final int MOST_AT_ONCE = 100;
  private static final int REMEMBERED = 4_096;

  private static final class Miss {
    final long since;
    long nextAt;
    int requests;

    Miss(long nowNanos) {
      since = nowNanos;
      nextAt = nowNanos;
    }
  }

  final ShownSlot shown;
  final ReceptionStatistics reception;
  private final NetworkViewer viewer;
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final Set<Long> received = new HashSet<>();
  private final TreeMap<Long, Miss> missing = new TreeMap<>();
  private long highest;
  private long lastArrivalAt;
  private long lastPliAt;
  private boolean gaveUp;

  ReceivedSlot(NetworkViewer viewer, ShownSlot shown) {
    this.viewer = viewer;
    this.shown = shown;
    this.reception = new ReceptionStatistics(shown.kind == MediaKind.VIDEO ? 90_000 : 48_000);
  }

  void receive(Sent sent) {
    long now = viewer.now();
    lastArrivalAt = now;
    boolean first = !unwrapper.isStarted();
    long sequence = unwrapper.unwrap(sent.sequence());
    if (!received.add(sequence)) {
      return;
    }
    reception.received(now, sequence, sent.timestamp(), !sent.repair());
    missing.remove(sequence);
    for (long each = highest + 1; !first && each < sequence; each++) {
      missing.put(each, new Miss(now));
    }
    highest = first ? sequence : Math.max(highest, sequence);
    if (received.size() > 2 * REMEMBERED) {
      received.removeIf(each -> each < highest - REMEMBERED);
    }
    Shot shot = sent.shot();
    if (shot != null && shown.kind == MediaKind.VIDEO) {
      viewer.decoder.take(now, shot);
    }
  }

  /** What is to be asked for now; each is asked for once per round trip. */
  int[] due(long roundTripNanos) {
    long now = viewer.now();
    int[] due = new int[MOST_AT_ONCE];
    int count = 0;
    for (Iterator<Map.Entry<Long, Miss>> all = missing.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Long, Miss> each = all.next();
      Miss miss = each.getValue();
      if (now - miss.since > PATIENCE_NANOS || miss.requests >= MAX_REQUESTS) {
        gaveUp = true;
        all.remove();
      } else if (now >= miss.nextAt && count < MOST_AT_ONCE) {
        int sequence = (int) (each.getKey() & 0xffff);
        due[count++] = sequence;
        shown.askedFor(sequence);
        viewer.network.trace.say(now, viewer, "asks for", each.getKey());
        miss.requests++;
        miss.nextAt = now + Math.max(LEAST_RETRY_NANOS, roundTripNanos + roundTripNanos / 4);
      }
    }
    return Arrays.copyOf(due, count);
  }

  /** Whether the picture stands although packets come. */
  boolean wantsKeyFrame(long lastShownAt) {
    long now = viewer.now();
    boolean frozen = now - lastShownAt > FROZEN_NANOS && now - lastArrivalAt < FROZEN_NANOS;
    if (!(frozen || gaveUp) || now - lastPliAt < PLI_NANOS) {
      return false;
    }
    gaveUp = false;
    lastPliAt = now;
    viewer.network.trace.say(now, viewer, "asks for a key frame");
    return true;
  }

  void report(RtcpWriter writer) {
    if (!reception.started()) {
      return;
    }
    reception.snapshot(viewer.now());
    writer.reportBlock(
        shown.ssrc,
        reception.fractionLost(),
        reception.cumulativeLost(),
        Integer.toUnsignedLong(reception.highestSequence()),
        reception.jitter(),
        reception.lastSenderReport(),
        reception.delaySinceLastSenderReport());
  }
}
