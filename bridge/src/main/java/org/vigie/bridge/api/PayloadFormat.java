package org.vigie.bridge.api;

import java.util.Map;
import java.util.OptionalInt;

/**
 * One payload type that a peer negotiated.
 *
 * @param payloadType 0 to 127
 * @param codec what it carries
 * @param channels audio channels, 1 or 2; 1 for video
 * @param parameters the {@code a=fmtp} parameters, names in lower case
 * @param rtxPayloadType payload type of its retransmissions (RFC 4588), 0 to 127, if negotiated
 */
public record PayloadFormat(
    int payloadType,
    Codec codec,
    int channels,
    Map<String, String> parameters,
    OptionalInt rtxPayloadType) {
  public PayloadFormat {
    if (payloadType < 0 || payloadType > 127) {
      throw new IllegalArgumentException(
          "payload type " + payloadType + " is not between 0 and 127");
    }
    parameters = Map.copyOf(parameters);
  }
}
