package org.vigie.bridge.udp;

import java.util.Map;

/**
 * What a {@link UdpSocket} has done since it was opened, in datagrams where nothing else is said.
 *
 * @param received taken from the network
 * @param oversized dropped on arrival because longer than {@link ReceiveBatch#SLOT_BYTES}
 * @param strayed dropped on arrival because sent to an address that is not listed
 * @param overflowed dropped by the system because its receive buffer was full; 0 where it does not
 *     say
 * @param receiveErrors failed receive calls (such as ICMP errors reported by the system)
 * @param receiveCalls system calls that received
 * @param sent handed to the network
 * @param segmented those of {@code sent} that left as part of a burst which was one to the kernel
 * @param sendCalls system calls that sent
 * @param segmentationRefused bursts that the kernel did not take as one and that left singly
 * @param sendBlocked dropped because the system's send buffer was full
 * @param sendNoBuffers dropped because the system was short of memory or the device's queue full
 * @param sendUnreachable dropped because no route leads there or the far port is closed
 * @param sendTooLong dropped because longer than the path allows
 * @param sendForbidden dropped by the machine's own firewall
 * @param sendFailed dropped for any other cause
 */
public record UdpCounters(
    long received,
    long oversized,
    long strayed,
    long overflowed,
    long receiveErrors,
    long receiveCalls,
    long sent,
    long segmented,
    long sendCalls,
    long segmentationRefused,
    long sendBlocked,
    long sendNoBuffers,
    long sendUnreachable,
    long sendTooLong,
    long sendForbidden,
    long sendFailed) {
  /** Of a socket that has done nothing. */
  public static final UdpCounters NONE =
      new UdpCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Adds each count under its name. */
  public void addTo(Map<String, Long> counters) {
    counters.put("udp.received", received);
    counters.put("udp.oversized", oversized);
    counters.put("udp.strayed", strayed);
    counters.put("udp.overflowed", overflowed);
    counters.put("udp.receive-errors", receiveErrors);
    counters.put("udp.receive-calls", receiveCalls);
    counters.put("udp.sent", sent);
    counters.put("udp.segmented", segmented);
    counters.put("udp.send-calls", sendCalls);
    counters.put("udp.segmentation-refused", segmentationRefused);
    counters.put("udp.send-blocked", sendBlocked);
    counters.put("udp.send-no-buffers", sendNoBuffers);
    counters.put("udp.send-unreachable", sendUnreachable);
    counters.put("udp.send-too-long", sendTooLong);
    counters.put("udp.send-forbidden", sendForbidden);
    counters.put("udp.send-failed", sendFailed);
  }
}
