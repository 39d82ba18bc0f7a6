package org.vigie.signaling.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vigie.bridge.api.CameraFault;
import org.vigie.bridge.api.StandingFault;

/** Since when each camera has each of its faults: one date, however often it is asked for. */
final class FaultDates {
  private final Map<String, Map<CameraFault, Instant>> dates = new HashMap<>();

  /** Describes what stands; the dates of what no longer does are forgotten. */
  List<Fault> describe(String camera, List<StandingFault> standing, Instant now) {
    Map<CameraFault, Instant> known = dates.getOrDefault(camera, Map.of());
    Map<CameraFault, Instant> next = new HashMap<>();
    for (StandingFault each : standing) {
      Instant since = now.minus(each.standing()).truncatedTo(ChronoUnit.MILLIS);
      next.put(each.fault(), known.getOrDefault(each.fault(), since));
    }
    dates.put(camera, next);
    return standing.stream()
        .map(each -> CameraFaults.describe(each.fault(), next.getOrDefault(each.fault(), now)))
        .toList();
  }

  void retainAll(Set<String> cameras) {
    dates.keySet().retainAll(cameras);
  }
}
