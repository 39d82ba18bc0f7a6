package org.vigie.signaling.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vigie.signaling.bandwidth.Uplinks;
import org.vigie.signaling.bandwidth.Uplinks.HeldBy;
import org.vigie.signaling.bandwidth.Uplinks.Uplink;

/** What cameras send and may send, for Prometheus: one row for each camera that publishes. */
final class UplinkMetrics {
  private static final double MILLIS = 1_000;

  private final Uplinks uplinks;
  private final MeterRegistry registry;
  private final List<PerCamera> perCamera;
  private final MultiGauge held;
  private final MultiGauge ingress;
  private final MultiGauge budget;

  private record PerCamera(MultiGauge gauge, Function<Uplink, Optional<Double>> value) {}

  UplinkMetrics(Uplinks uplinks, MeterRegistry registry) {
    this.uplinks = uplinks;
    this.registry = registry;
    this.perCamera =
        List.of(
            each("bps", "What a camera sends, bit/s", u -> some(u.bps())),
            each(
                "target.bps",
                "What a camera may send, bit/s",
                u -> u.targetBps().map(Long::doubleValue)),
            each(
                "asked.bps",
                "What a camera is told, bit/s",
                u -> u.askedBps().map(Long::doubleValue)),
            each("cap.bps", "The cap on a camera, bit/s", u -> some(u.maxBps())),
            each(
                "lost",
                "Losses before repair in the last second, 0 to 1",
                u -> Optional.of(u.fractionLost())),
            each(
                "round.trip.seconds",
                "From asking for a lost packet to its coming",
                u -> u.roundTripMs().map(ms -> ms / MILLIS)),
            each("viewers", "Who watch a camera", u -> some(u.viewers())));
    this.held = gauge("vigie.cameras.held", "Cameras by what sets their target");
    this.ingress = gauge("vigie.ingress.bps", "What cameras send together, bit/s");
    this.budget = gauge("vigie.budget.ingress.bps", "What cameras may send together, bit/s");
  }

  private PerCamera each(
      String name, String description, Function<Uplink, Optional<Double>> value) {
    return new PerCamera(gauge("vigie.camera." + name, description), value);
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  private static Optional<Double> some(long value) {
    return Optional.of((double) value);
  }

  /** Takes the values of this moment. */
  void look() {
    Uplinks.Look now = uplinks.now();
    perCamera.forEach(each -> each.gauge.register(rows(now, each.value), true));
    held.register(held(now), true);
    ingress.register(sums(now), true);
    budget.register(budgets(now), true);
  }

  private static List<Row<?>> rows(Uplinks.Look now, Function<Uplink, Optional<Double>> valueOf) {
    List<Row<?>> rows = new ArrayList<>();
    for (Uplink each : now.cameras()) {
      valueOf.apply(each).ifPresent(value -> rows.add(Row.of(Tags.of("camera", each.id()), value)));
    }
    return rows;
  }

  private static List<Row<?>> held(Uplinks.Look now) {
    List<Row<?>> rows = new ArrayList<>();
    for (HeldBy by : HeldBy.values()) {
      long count = now.cameras().stream().filter(each -> each.heldBy() == by).count();
      rows.add(Row.of(Tags.of("by", by.text()), count));
    }
    return rows;
  }

  /** The group is empty for all together. */
  private static List<Row<?>> sums(Uplinks.Look now) {
    List<Row<?>> rows = new ArrayList<>();
    rows.add(Row.of(Tags.of("group", ""), now.ingress().bps()));
    now.groups().forEach(each -> rows.add(Row.of(Tags.of("group", each.group()), each.bps())));
    return rows;
  }

  private static List<Row<?>> budgets(Uplinks.Look now) {
    List<Row<?>> rows = new ArrayList<>();
    now.ingress().budgetBps().ifPresent(bps -> rows.add(Row.of(Tags.of("group", ""), bps)));
    for (Uplinks.Group group : now.groups()) {
      group.budgetBps().ifPresent(bps -> rows.add(Row.of(Tags.of("group", group.group()), bps)));
    }
    return rows;
  }
}
