package org.vigie.bridge.api;

import java.util.OptionalLong;

/**
 * A synchronisation source that a camera announced.
 *
 * @param ssrc 0 to 2^32 - 1
 * @param rtxSsrc that of its retransmissions ({@code ssrc-group:FID}), if announced
 */
public record IncomingSsrc(long ssrc, OptionalLong rtxSsrc) {}
