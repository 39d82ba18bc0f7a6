package org.vigie.signaling.session;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vigie.bridge.api.Codec;

/** What to tell a viewer whose camera has changed to a codec that is not in the viewer's answer. */
final class CodecFault {
  private CodecFault() {}

  /** Empty if nothing is refused. */
  static Optional<Fault> of(Collection<Codec> refused) {
    if (refused.isEmpty()) {
      return Optional.empty();
    }
    String names =
        refused.stream()
            .map(Codec::encodingName)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return Optional.of(
        new Fault(
            "codec-not-negotiated",
            "The camera sends " + names + " in a form that this session has not negotiated.",
            "Open a new session whose offer has it, or have the camera send H.264 or VP8."));
  }
}
