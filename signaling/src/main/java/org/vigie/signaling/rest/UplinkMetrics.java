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
import org.vigie.signaling.bandwidth.Uplinks.Uplink;

/** What cameras send and may send, for Prometheus: one row for each camera that publishes. */
final class UplinkMetrics {
  private final Uplinks uplinks;
  private final MultiGauge sent;
  private final MultiGauge target;
  private final MultiGauge lost;
  private final MultiGauge budget;

  UplinkMetrics(Uplinks uplinks, MeterRegistry registry) {
    this.uplinks = uplinks;
    this.sent = gauge("vigie.camera.bps", "What a camera sends, bit/s", registry);
    this.target = gauge("vigie.camera.target.bps", "What a camera may send, bit/s", registry);
    this.lost =
        gauge("vigie.camera.lost", "Losses before repair in the last second, 0 to 1", registry);
    this.budget = gauge("vigie.budget.ingress.bps", "What cameras may send together", registry);
  }

  private static MultiGauge gauge(String name, String description, MeterRegistry registry) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /** Takes the values of this moment. */
  void look() {
    Uplinks.Look now = uplinks.now();
    sent.register(rows(now, each -> Optional.of((double) each.bps())), true);
    target.register(rows(now, each -> each.targetBps().map(Long::doubleValue)), true);
    lost.register(rows(now, each -> Optional.of(each.fractionLost())), true);
    budget.register(budgets(now), true);
  }

  private static List<Row<?>> rows(Uplinks.Look now, Function<Uplink, Optional<Double>> valueOf) {
    List<Row<?>> rows = new ArrayList<>();
    for (Uplink each : now.cameras()) {
      valueOf.apply(each).ifPresent(value -> rows.add(Row.of(Tags.of("camera", each.id()), value)));
    }
    return rows;
  }

  /** The group is empty for the budget of all. */
  private static List<Row<?>> budgets(Uplinks.Look now) {
    List<Row<?>> rows = new ArrayList<>();
    now.ingress().budgetBps().ifPresent(bps -> rows.add(Row.of(Tags.of("group", ""), bps)));
    for (Uplinks.Group group : now.groups()) {
      group.budgetBps().ifPresent(bps -> rows.add(Row.of(Tags.of("group", group.group()), bps)));
    }
    return rows;
  }
}
