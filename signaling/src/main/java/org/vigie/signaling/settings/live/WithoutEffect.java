package org.vigie.signaling.settings.live;

import java.util.ArrayList;
import java.util.List;

/**
 * A value that may stand and has no effect, because another one is the nearer bound.
 *
 * @param scope for whom
 * @param key what
 * @param value what counts for it there
 * @param detail why it has no effect
 */
public record WithoutEffect(Scope scope, LiveKey key, long value, String detail) {
  /** All that there are: each at the scope that brings it about. */
  static List<WithoutEffect> in(LiveValues values) {
    List<WithoutEffect> all = new ArrayList<>(of(Scope.RELAY, values, values.termsOfAll()));
    for (Scope scope : values.set().keySet()) {
      switch (scope.kind()) {
        case RELAY, ROLE -> {}
        case GROUP -> all.addAll(of(scope, values, values.termsOfGroup(scope.name())));
        case CAMERA -> all.addAll(of(scope, values, values.termsOf(scope.name())));
      }
    }
    return all;
  }

  private static List<WithoutEffect> of(Scope scope, LiveValues values, CameraTerms terms) {
    List<WithoutEffect> found = new ArrayList<>();
    terms
        .layers()
        .byKey()
        .forEach((key, bps) -> {
          if (bps > terms.maxBps() && isSetAt(scope, values, key)) {
            found.add(new WithoutEffect(scope, key, bps, detail(scope, key, terms.maxBps())));
          }
        });
    return found;
  }

  private static boolean isSetAt(Scope scope, LiveValues values, LiveKey key) {
    return scope.equals(Scope.RELAY)
        || values.at(scope, key).isPresent()
        || values.at(scope, LiveKey.CAMERA_MAX_BITRATE).isPresent();
  }

  private static String detail(Scope scope, LiveKey key, long maxBps) {
    return "For %s %s is more than camera.max-bitrate, so that this counts: %d bit/s."
        .formatted(scope, key.key(), maxBps);
  }
}
