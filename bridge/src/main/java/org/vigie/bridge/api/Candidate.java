package org.vigie.bridge.api;

import java.net.InetSocketAddress;

/**
 * A host candidate over UDP, component 1 (RFC 8839, section 5.1).
 *
 * @param foundation 1 to 32 ice-chars
 * @param priority 1 to 2^31 - 1 (RFC 8445, section 5.1.2)
 * @param address where the peer sends its checks
 */
public record Candidate(String foundation, long priority, InetSocketAddress address) {}
