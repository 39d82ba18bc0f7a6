package org.vigie.signaling.rest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vigie.signaling.bandwidth.Downlinks;
import org.vigie.signaling.bandwidth.Downlinks.Downlink;

/**
 * What viewers are given, for Prometheus: one row for each Session that watches. Counts begin with
 * the Session; {@code rate()} makes rates of them.
 */
final class DownlinkMetrics {
  /** Each is some rows to whoever stores them; of more only the number is told. */
  static final int MOST_TOLD = 2_000;

  private static final double MILLIS = 1_000;

  private final Downlinks downlinks;
  private final MeterRegistry registry;
  private final List<PerViewer> perViewer;
  private final MultiGauge limited;
  private final MultiGauge egress;
  private final MultiGauge budget;
  private final AtomicInteger untold = new AtomicInteger();

  private record PerViewer(MultiGauge gauge, Function<Downlink, Optional<Double>> value) {}

  DownlinkMetrics(Downlinks downlinks, MeterRegistry registry) {
    this.downlinks = downlinks;
    this.registry = registry;
    this.perViewer =
        List.of(
            each("sent.packets", "Packets sent to a viewer", v -> some(v.packets())),
            each("sent.bytes", "Bytes in them", v -> some(v.bytes())),
            each("repeated.packets", "Those sent again on request", v -> some(v.retransmitted())),
            each(
                "estimate.bps",
                "What a viewer's line takes, bit/s",
                v -> v.estimateBps().map(Long::doubleValue)),
            each(
                "cap.bps",
                "What a viewer is given at most, bit/s",
                v -> v.maxBps().map(Long::doubleValue)),
            each("lost", "Part of the last packets that was lost, 0 to 1", Downlink::lostPart),
            each(
                "queue.seconds",
                "How long packets wait on a viewer's line",
                v -> v.queueMs().map(ms -> ms / MILLIS)));
    this.limited = gauge("vigie.viewers.limited", "Viewers by what keeps them from more");
    this.egress = gauge("vigie.egress.bps", "What viewers are sent together, bit/s");
    this.budget = gauge("vigie.budget.egress.bps", "What viewers may be sent together, bit/s");
    Gauge.builder("vigie.viewers.untold", untold, AtomicInteger::get)
        .description("Sessions of viewers beyond the " + MOST_TOLD + " that have rows of their own")
        .register(registry);
  }

  private PerViewer each(
      String name, String description, Function<Downlink, Optional<Double>> value) {
    return new PerViewer(gauge("vigie.viewer." + name, description), value);
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  private static Optional<Double> some(long value) {
    return Optional.of((double) value);
  }

  /** Takes the values of this moment. */
  void look() {
    Downlinks.Look now = downlinks.now();
    List<Downlink> all = now.viewers();
    List<Downlink> told = all.subList(0, Math.min(all.size(), MOST_TOLD));
    untold.set(all.size() - told.size());
    perViewer.forEach(each -> each.gauge.register(rows(told, each.value), true));
    limited.register(byLimit(all), true);
    egress.register(sums(now, Downlinks.Total::bps), true);
    budget.register(sums(now, Downlinks.Total::budgetBps), true);
  }

  /** The group is empty for all together. */
  private static List<Row<?>> sums(
      Downlinks.Look now, Function<Downlinks.Total, Optional<Long>> valueOf) {
    List<Row<?>> rows = new ArrayList<>();
    valueOf.apply(now.egress()).ifPresent(bps -> rows.add(Row.of(Tags.of("group", ""), bps)));
    for (Downlinks.Group each : now.groups()) {
      Tags tags = Tags.of("group", each.group());
      valueOf.apply(each.total()).ifPresent(bps -> rows.add(Row.of(tags, bps)));
    }
    return rows;
  }

  private static List<Row<?>> byLimit(List<Downlink> viewers) {
    return viewers.stream()
        .flatMap(each -> each.limit().stream())
        .collect(Collectors.groupingBy(limit -> limit, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .<Row<?>>map(each -> Row.of(Tags.of("by", each.getKey()), each.getValue()))
        .toList();
  }

  private static List<Row<?>> rows(
      List<Downlink> viewers, Function<Downlink, Optional<Double>> valueOf) {
    List<Row<?>> rows = new ArrayList<>();
    for (Downlink each : viewers) {
      valueOf.apply(each).ifPresent(value -> rows.add(Row.of(tags(each), value)));
    }
    return rows;
  }

  private static Tags tags(Downlink viewer) {
    return Tags.of("session", viewer.session(), "viewer", viewer.name(), "camera", viewer.camera());
  }
}
