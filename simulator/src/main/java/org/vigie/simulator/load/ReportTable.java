package org.vigie.simulator.load;

import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;
import org.vigie.simulator.load.LoadReport.Percentiles;
import org.vigie.simulator.load.LoadReport.ServerCost;

/** A report for people: one figure a line, with its unit, and what was wrong at the end. */
public final class ReportTable {
  private static final int NAME_WIDTH = 22;

  private final StringBuilder text = new StringBuilder();

  private ReportTable() {}

  /** The whole report, several lines. */
  public static String text(LoadReport report, Machine machine) {
    ReportTable table = new ReportTable();
    table.head(report, machine);
    table.joins(report.joins());
    table.traffic(report.traffic());
    table.delays(report.delays());
    table.repair(report.repair());
    report.cost().ifPresent(cost -> table.cost(cost, report.traffic()));
    table.own(report.own());
    report.faults().forEach(fault -> table.line("! " + fault));
    return table.text.toString();
  }

  private void head(LoadReport report, Machine machine) {
    LoadPlan plan = report.plan();
    LoadPlan.CameraPlan camera = plan.camera();
    line(report.server() + ", " + report.begun());
    line(machine.line());
    row(
        "asked",
        "%d cameras × %d viewers, %.1f Mbit/s, %d frames/s over %.0f %% of their interval, %s",
        plan.cameras(),
        plan.viewersPerCamera(),
        camera.bps() / 1e6,
        camera.framesPerSecond(),
        camera.spread() * 100,
        plan.profile());
  }

  private void joins(LoadReport.Joins joins) {
    row(
        "joined",
        "%d cameras, %d viewers in %.1f s: %.0f/s, the second half of them %.0f/s",
        joins.cameras(),
        joins.viewers(),
        seconds(joins.took()),
        joins.perSecond(),
        joins.perSecondOfSecondHalf());
    joins.failures().forEach((cause, count) -> row("did not join", "%d: %s", count, cause));
    millis("join", joins.join());
    millis("to first packet", joins.firstPacket());
  }

  private void traffic(LoadReport.Traffic traffic) {
    double window = seconds(traffic.window());
    row("measured", "%.1f s", window);
    packets("in", traffic.sent(), traffic.sentBytes(), window);
    packets("out", traffic.received(), traffic.receivedBytes(), window);
    row("lost", "%d (%.4f %%)", traffic.lost(), traffic.lossShare() * 100);
    if (traffic.duplicates() > 0 || traffic.inOrder() < 1) {
      row(
          "order",
          "%d duplicates, %.3f %% in order",
          traffic.duplicates(),
          traffic.inOrder() * 100);
    }
  }

  private void packets(String name, long packets, long bytes, double window) {
    double perSecond = window == 0 ? 0 : packets / window;
    double megabits = window == 0 ? 0 : bytes * 8 / window / 1e6;
    row(name, "%d packets, %.0f/s, %.1f Mbit/s", packets, perSecond, megabits);
  }

  private void delays(LoadReport.Delays delays) {
    millis("delay, packet", delays.packet());
    millis("delay, whole frame", delays.frame());
    if (delays.disagreeing() > 0) {
      row("samples", "%d of %d disagree", delays.disagreeing(), delays.samples());
    }
  }

  private void repair(LoadReport.Repair repair) {
    row(
        "viewers' feedback",
        "%d receiver reports, %d transport-wide, %d numbers asked for, %d came",
        repair.receiverReports(),
        repair.transportFeedbacks(),
        repair.nacked(),
        repair.repaired());
    row(
        "cameras were asked",
        "%d numbers, %d sent again, %d key frames",
        repair.nackedByServer(),
        repair.sentAgain(),
        repair.keyFramesAsked());
  }

  private void cost(ServerCost cost, LoadReport.Traffic traffic) {
    CostShares shares = new CostShares(cost, traffic);
    row(
        "server, per packet out",
        "%.2f µs: user %.2f, system %.2f (busy time of its cores %.2f)",
        cost.nanosPerForwarded() / 1e3,
        shares.userNanosPerForwarded() / 1e3,
        shares.systemNanosPerForwarded() / 1e3,
        shares.coreBusyNanosPerForwarded() / 1e3);
    row("… per packet in or out", "%.2f µs", shares.nanosPerPacketInAndOut() / 1e3);
    row(
        "… in all",
        "%.1f %% of a core, %.1f MB resident (peak %.1f), %d threads",
        shares.coresUsed() * 100,
        cost.residentBytes() / 1e6,
        cost.peakResidentBytes() / 1e6,
        cost.threads());
    threads(cost);
  }

  /** Of a JVM's time some is the compiler's, most of it in the first half minute. */
  private void threads(ServerCost cost) {
    double all = Math.max(1, cost.user().plus(cost.system()).toNanos());
    StringJoiner shares = new StringJoiner(", ");
    cost.busiest()
        .forEach(
            (name, spent) -> shares.add("%s %.1f %%".formatted(name, spent.toNanos() / all * 100)));
    row("… by thread", "%s", shares);
  }

  private void own(LoadReport.OwnCost own) {
    row(
        "the load test's own",
        "%.2f µs a packet; media thread %.1f s, process %.1f s; %d datagrams not taken",
        own.nanosPerReceived() / 1e3,
        seconds(own.mediaThread()),
        seconds(own.process()),
        own.refused());
    millis("… looked late by", own.turnGap());
    millis("… sent late by", own.late());
  }

  private void millis(String name, Percentiles times) {
    if (times.count() > 0) {
      row(
          name,
          "p50 %.3f  p95 %.3f  p99 %.3f  p99.9 %.3f  max %.3f ms",
          times.p50() / 1e6,
          times.p95() / 1e6,
          times.p99() / 1e6,
          times.p999() / 1e6,
          times.max() / 1e6);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  @SuppressWarnings("AnnotateFormatMethod") // a dependency for one private method
  private void row(String name, String format, Object... values) {
    String padded = name + " ".repeat(Math.max(2, NAME_WIDTH + 2 - name.length()));
    line(padded + String.format(Locale.ROOT, format, values));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
