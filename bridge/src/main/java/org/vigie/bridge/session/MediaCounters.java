package org.vigie.bridge.session;

import java.util.Locale;
import java.util.Map;
import org.vigie.bridge.feedback.SenderStatistics;
import org.vigie.bridge.feedback.TransportFeedbackRecorder;
import org.vigie.bridge.forward.DropCause;
import org.vigie.bridge.forward.Forwarder;
import org.vigie.bridge.forward.PacketRewriter;
import org.vigie.bridge.forward.Retransmitter;

/** What Slots and cameras count each for itself, summed; for one thread. */
public final class MediaCounters {
  private static final DropCause[] CAUSES = DropCause.values();

  private final long[] forwarded = new long[CAUSES.length];
  private long repairs;
  private long repairBytes;
  private long throttled;
  private long overBudget;
  private long tooOld;
  private long notFound;
  private long noRoom;
  private long extensionsLeftOut;
  private long badReports;
  private long nackOverflows;
  private long arrivalsTwice;
  private long arrivalsTooOld;

  /** Adds what a Slot counted. */
  void add(
      Forwarder forwarder,
      Retransmitter retransmitter,
      PacketRewriter rewriter,
      SenderStatistics statistics) {
    for (int i = 0; i < CAUSES.length; i++) {
      forwarded[i] += forwarder.count(CAUSES[i]);
    }
    repairs += retransmitter.retransmitted();
    repairBytes += retransmitter.retransmittedBytes();
    throttled += retransmitter.throttled();
    overBudget += retransmitter.overBudget();
    tooOld += retransmitter.tooOld();
    notFound += retransmitter.notFound();
    noRoom += rewriter.noRoom();
    extensionsLeftOut += rewriter.extensionsLeftOut();
    badReports += statistics.badReports();
  }

  /** Adds what is counted of a camera's packets as they arrive. */
  void add(TransportFeedbackRecorder arrivals) {
    arrivalsTwice += arrivals.duplicates();
    arrivalsTooOld += arrivals.tooOld();
  }

  /** Adds how often more of a camera's packets were missing than can be asked for. */
  void addNackOverflows(long count) {
    nackOverflows += count;
  }

  /** Adds all that others have counted. */
  public void add(MediaCounters others) {
    for (int i = 0; i < CAUSES.length; i++) {
      forwarded[i] += others.forwarded[i];
    }
    repairs += others.repairs;
    repairBytes += others.repairBytes;
    throttled += others.throttled;
    overBudget += others.overBudget;
    tooOld += others.tooOld;
    notFound += others.notFound;
    noRoom += others.noRoom;
    extensionsLeftOut += others.extensionsLeftOut;
    badReports += others.badReports;
    nackOverflows += others.nackOverflows;
    arrivalsTwice += others.arrivalsTwice;
    arrivalsTooOld += others.arrivalsTooOld;
  }

  /** Adds every sum under its name. */
  public void addTo(Map<String, Long> counters) {
    for (int i = 0; i < CAUSES.length; i++) {
      counters.put("forward." + name(CAUSES[i]), forwarded[i]);
    }
    counters.put("forward.no-room", noRoom);
    counters.put("forward.extensions-left-out", extensionsLeftOut);
    counters.put("repair.sent", repairs);
    counters.put("repair.bytes", repairBytes);
    counters.put("repair.throttled", throttled);
    counters.put("repair.over-budget", overBudget);
    counters.put("repair.too-old", tooOld);
    counters.put("repair.not-found", notFound);
    counters.put("feedback.bad-reports", badReports);
    counters.put("feedback.nack-overflows", nackOverflows);
    counters.put("feedback.arrivals-twice", arrivalsTwice);
    counters.put("feedback.arrivals-too-old", arrivalsTooOld);
  }

  private static String name(DropCause cause) {
    return cause == DropCause.NONE
        ? "packets"
        : cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
