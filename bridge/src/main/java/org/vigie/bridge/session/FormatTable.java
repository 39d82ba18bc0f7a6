package org.vigie.bridge.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.PayloadFormat;

/** What each payload type of an m-line means. */
final class FormatTable {
  private static final int PAYLOAD_TYPES = 128;

  private final @Nullable PayloadFormat[] media = new PayloadFormat[PAYLOAD_TYPES];
  private final @Nullable PayloadFormat[] retransmission = new PayloadFormat[PAYLOAD_TYPES];

  FormatTable(List<PayloadFormat> formats) {
    for (PayloadFormat format : formats) {
      media[format.payloadType()] = format;
      format.rtxPayloadType().ifPresent(rtx -> retransmission[rtx] = format);
    }
  }

  /** The format of a media payload type, null if it was not negotiated. */
  @Nullable PayloadFormat media(int payloadType) {
    return media[payloadType];
  }

  /** The format whose packets this payload type sends again, null if it is no RTX type. */
  @Nullable PayloadFormat repairedBy(int payloadType) {
    return retransmission[payloadType];
  }
}
