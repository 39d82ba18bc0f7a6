/**
 * The far end of the relay's transport: ICE as the controlling agent, DTLS as the client, SRTP.
 *
 * <p>{@link org.vigie.simulator.transport.IceLink} has two implementations: {@link
 * org.vigie.simulator.transport.AgentIce} is ice4j's full agent; {@link
 * org.vigie.simulator.transport.LightIce} knows ICE-lite peers only and is small enough for
 * thousands in one process. {@link org.vigie.simulator.transport.SecureTransport} puts DTLS and
 * SRTP on either.
 */
@NullMarked
package org.vigie.simulator.transport;

import org.jspecify.annotations.NullMarked;
