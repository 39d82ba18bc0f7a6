package org.vigie.bridge.api;

import java.util.OptionalLong;

/**
 * The sources that the bridge chose for a Slot, for the answer.
 *
 * @param mid the Slot
 * @param ssrc 0 to 2^32 - 1
 * @param rtxSsrc for {@code ssrc-group:FID}, if a retransmission format was negotiated
 */
public record SlotDescription(String mid, long ssrc, OptionalLong rtxSsrc) {}
