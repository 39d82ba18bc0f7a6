package org.vigie.simulator.load;

import java.time.Duration;
import org.vigie.simulator.load.LoadReport.Percentiles;
import org.vigie.simulator.load.LoadReport.ServerCost;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A report for programs. Each member's name ends in its unit, unless it is a count or a share of 1;
 * members are added over time and keep their meaning.
 */
public final class ReportJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReportJson() {}

  /** The whole report. */
  public static String text(LoadReport report, Machine machine) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("server", report.server()).put("begun", report.begun().toString());
    all.set("machine", machine(machine));
    all.set("plan", plan(report.plan()));
    all.set("joins", joins(report.joins()));
    all.set("traffic", traffic(report.traffic()));
    all.set("delay", delays(report.delays()));
    all.set("repair", repair(report.repair()));
    all.set("own", own(report.own()));
    report.cost().ifPresent(cost -> all.set("cost", cost(cost, report.traffic())));
    report.faults().forEach(all.putArray("faults")::add);
    return MAPPER.writeValueAsString(all) + "\n";
  }

  private static ObjectNode machine(Machine machine) {
    return object()
        .put("processor", machine.processor())
        .put("cores", machine.cores())
        .put("memoryBytes", machine.memoryBytes())
        .put("system", machine.system())
        .put("java", machine.java())
        .put("loadAverage", machine.loadAverage());
  }

  private static ObjectNode plan(LoadPlan plan) {
    return object()
        .put("cameras", plan.cameras())
        .put("viewersPerCamera", plan.viewersPerCamera())
        .put("bitsPerSecond", plan.camera().bps())
        .put("framesPerSecond", plan.camera().framesPerSecond())
        .put("spread", plan.camera().spread())
        .put("keyFrameIntervalSeconds", seconds(plan.camera().keyFrameInterval()))
        .put("srtpProfile", plan.profile().name())
        .put("viewerLoss", plan.viewerLoss())
        .put("uplinkLoss", plan.uplinkLoss())
        .put("reports", plan.reports())
        .put("joinsAtOnce", plan.joinsAtOnce())
        .put("warmUpSeconds", seconds(plan.warmUp()))
        .put("measuredSeconds", seconds(plan.measured()));
  }

  private static ObjectNode joins(LoadReport.Joins joins) {
    ObjectNode node =
        object()
            .put("cameras", joins.cameras())
            .put("viewers", joins.viewers())
            .put("tookSeconds", seconds(joins.took()))
            .put("perSecond", joins.perSecond())
            .put("perSecondOfSecondHalf", joins.perSecondOfSecondHalf());
    node.set("joinNanos", percentiles(joins.join()));
    node.set("firstPacketNanos", percentiles(joins.firstPacket()));
    ObjectNode failures = node.putObject("failures");
    joins.failures().forEach(failures::put);
    return node;
  }

  private static ObjectNode traffic(LoadReport.Traffic traffic) {
    double window = seconds(traffic.window());
    return object()
        .put("windowSeconds", window)
        .put("sent", traffic.sent())
        .put("sentBytes", traffic.sentBytes())
        .put("sentPerSecond", window == 0 ? 0 : traffic.sent() / window)
        .put("received", traffic.received())
        .put("receivedBytes", traffic.receivedBytes())
        .put("receivedPerSecond", window == 0 ? 0 : traffic.received() / window)
        .put("lost", traffic.lost())
        .put("lossShare", traffic.lossShare())
        .put("duplicates", traffic.duplicates())
        .put("inOrderShare", traffic.inOrder());
  }

  private static ObjectNode delays(LoadReport.Delays delays) {
    ObjectNode node =
        object().put("samples", delays.samples()).put("disagreeing", delays.disagreeing());
    node.set("packetNanos", percentiles(delays.packet()));
    node.set("frameNanos", percentiles(delays.frame()));
    return node;
  }

  private static ObjectNode repair(LoadReport.Repair repair) {
    return object()
        .put("receiverReports", repair.receiverReports())
        .put("transportFeedbacks", repair.transportFeedbacks())
        .put("droppedByViewers", repair.droppedByViewers())
        .put("nacked", repair.nacked())
        .put("repaired", repair.repaired())
        .put("rtx", repair.rtx())
        .put("rtcpReceived", repair.rtcpReceived())
        .put("droppedByCameras", repair.droppedByCameras())
        .put("nackedByServer", repair.nackedByServer())
        .put("sentAgain", repair.sentAgain())
        .put("keyFramesAsked", repair.keyFramesAsked());
  }

  private static ObjectNode own(LoadReport.OwnCost own) {
    ObjectNode node =
        object()
            .put("mediaThreadSeconds", seconds(own.mediaThread()))
            .put("processSeconds", seconds(own.process()))
            .put("nanosPerReceived", own.nanosPerReceived())
            .put("refused", own.refused());
    node.set("turnGapNanos", percentiles(own.turnGap()));
    node.set("lateNanos", percentiles(own.late()));
    return node;
  }

  private static ObjectNode cost(ServerCost cost, LoadReport.Traffic traffic) {
    CostShares shares = new CostShares(cost, traffic);
    ObjectNode node = object();
    ObjectNode threads = node.putObject("busiestThreadSeconds");
    cost.busiest().forEach((name, spent) -> threads.put(name, seconds(spent)));
    return node.put("userSeconds", seconds(cost.user()))
        .put("systemSeconds", seconds(cost.system()))
        .put("coreBusySeconds", seconds(cost.coreBusy()))
        .put("coresUsed", shares.coresUsed())
        .put("nanosPerForwarded", cost.nanosPerForwarded())
        .put("userNanosPerForwarded", shares.userNanosPerForwarded())
        .put("systemNanosPerForwarded", shares.systemNanosPerForwarded())
        .put("coreBusyNanosPerForwarded", shares.coreBusyNanosPerForwarded())
        .put("nanosPerPacketInAndOut", shares.nanosPerPacketInAndOut())
        .put("residentBytes", cost.residentBytes())
        .put("peakResidentBytes", cost.peakResidentBytes())
        .put("threads", cost.threads());
  }

  private static ObjectNode percentiles(Percentiles times) {
    return object()
        .put("count", times.count())
        .put("p50", times.p50())
        .put("p95", times.p95())
        .put("p99", times.p99())
        .put("p999", times.p999())
        .put("max", times.max());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
