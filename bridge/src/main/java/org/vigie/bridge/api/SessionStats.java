package org.vigie.bridge.api;

import java.util.Optional;

/**
 * One Session.
 *
 * @param session its id
 * @param state how far it has come
 * @param packetsIn authenticated SRTP packets received
 * @param packetsOut SRTP packets sent
 * @param bytesIn bytes in those packets
 * @param bytesOut bytes in those packets
 * @param rejected packets that failed authentication, were replayed, or were malformed
 * @param retransmitted packets sent again on request
 * @param line what is known of a viewer's line; empty of a camera
 */
public record SessionStats(
    SessionId session,
    SessionState state,
    long packetsIn,
    long packetsOut,
    long bytesIn,
    long bytesOut,
    long rejected,
    long retransmitted,
    Optional<ViewerLine> line) {}
