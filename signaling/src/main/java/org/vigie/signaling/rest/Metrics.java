package org.vigie.signaling.rest;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.CameraFault;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.StreamState;
import org.vigie.signaling.bandwidth.Downlinks;
import org.vigie.signaling.bandwidth.Uplinks;
import org.vigie.signaling.http.RateLimiter;
import org.vigie.signaling.session.LatestStats;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.live.LiveSettings;

/** Everything that is counted, for Prometheus. */
public final class Metrics implements AutoCloseable {
  /** The bridge names its own counters; more than this many would be a mistake. */
  private static final int MAX_COUNTERS = 500;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Sessions sessions;
  private final LatestStats stats;
  private final UplinkMetrics uplinks;
  private final DownlinkMetrics downlinks;
  private final Set<String> counters = new HashSet<>();

  /** Counts these. */
  public Metrics(
      Sessions sessions,
      LatestStats stats,
      RateLimiter limiter,
      Uplinks uplinks,
      Downlinks downlinks,
      LiveSettings settings) {
    this.sessions = sessions;
    this.stats = stats;
    this.uplinks = new UplinkMetrics(uplinks, registry);
    this.downlinks = new DownlinkMetrics(downlinks, registry);
    bindProcess();
    for (Session.Role role : Session.Role.values()) {
      bindSessions(role);
    }
    for (StreamState state : StreamState.values()) {
      bindStreams(state);
    }
    for (CameraFault.Kind kind : CameraFault.Kind.values()) {
      bindFaults(kind);
    }
    Gauge.builder("vigie.settings.version", settings, all -> all.now().version())
        .description("Version of the live settings; it changes when somebody changes them")
        .register(registry);
    FunctionCounter.builder("vigie.http.callers.forgotten", limiter, RateLimiter::forgotten)
        .description("Callers dropped from the full table of the rate limit")
        .register(registry);
  }

  /** The text that Prometheus reads. */
  public synchronized String scrape() {
    stats.recent().counters().keySet().forEach(this::bindCounter);
    uplinks.look();
    downlinks.look();
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }

  private void bindProcess() {
    gc.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private void bindSessions(Session.Role role) {
    for (SessionState state : SessionState.values()) {
      if (state != SessionState.ENDED) {
        Gauge.builder("vigie.sessions", sessions, all -> count(all, role, state))
            .description("Sessions now")
            .tag("role", role.text())
            .tag("state", state.name().toLowerCase(Locale.ROOT))
            .register(registry);
      }
    }
  }

  private void bindStreams(StreamState state) {
    Gauge.builder("vigie.streams", stats, latest -> count(latest.recent(), state))
        .description("Streams now")
        .tag("state", state.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private void bindFaults(CameraFault.Kind kind) {
    Gauge.builder("vigie.cameras.faulty", stats, latest -> count(latest.recent(), kind))
        .description("Cameras that have this fault now")
        .tag("fault", kind.code())
        .register(registry);
  }

  private void bindCounter(String name) {
    if (counters.size() < MAX_COUNTERS && counters.add(name)) {
      FunctionCounter.builder("vigie.bridge.count", stats, latest -> value(latest, name))
          .description("What the media plane counted since its start, by name")
          .tag("name", name)
          .register(registry);
    }
  }

  private static double value(LatestStats stats, String name) {
    Map<String, Long> now = stats.recent().counters();
    return now.getOrDefault(name, 0L);
  }

  private static double count(Sessions sessions, Session.Role role, SessionState state) {
    return sessions.all().stream().filter(s -> s.role() == role && s.state() == state).count();
  }

  private static double count(BridgeStats stats, CameraFault.Kind kind) {
    return stats.streams().stream()
        .filter(s -> s.faults().stream().anyMatch(each -> each.fault().kind() == kind))
        .count();
  }

  private static double count(BridgeStats stats, StreamState state) {
    return stats.streams().stream().filter(s -> s.state() == state).count();
  }
}
