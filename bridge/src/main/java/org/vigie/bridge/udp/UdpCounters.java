package org.vigie.bridge.udp;

/**
 * What a {@link UdpSocket} has done since it was opened, in datagrams.
 *
 * @param received taken from the network
 * @param oversized dropped on arrival because longer than {@link ReceiveBatch#SLOT_BYTES}
 * @param receiveErrors failed receive calls (such as ICMP errors reported by the system)
 * @param sent handed to the network
 * @param sendBlocked dropped because the system's send buffer was full
 * @param sendUnreachable dropped because no route leads there or the far port is closed
 * @param sendTooLong dropped because longer than the path allows
 * @param sendFailed dropped for any other cause
 */
public record UdpCounters(
    long received,
    long oversized,
    long receiveErrors,
    long sent,
    long sendBlocked,
    long sendUnreachable,
    long sendTooLong,
    long sendFailed) {}
