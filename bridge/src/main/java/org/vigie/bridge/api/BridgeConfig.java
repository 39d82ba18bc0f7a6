package org.vigie.bridge.api;

import java.net.InetAddress;
import java.util.List;

/**
 * How a bridge runs.
 *
 * @param port UDP port of the first Loop, 0 to 65535; 0 takes a free one (tests)
 * @param announce addresses to put into candidates; those that are this machine's are bound, others
 *     are taken for a NAT's or a container host's in front of it; empty means every address of the
 *     machine
 * @param maxSessions Sessions at once, 1 to 100,000
 * @param maxStreamBps upper bound that REMB tells cameras, bps
 * @param startStreamBps estimate that a camera without transport-wide feedback starts from, bps
 */
public record BridgeConfig(
    int port, List<InetAddress> announce, int maxSessions, long maxStreamBps, long startStreamBps) {
  public BridgeConfig {
    announce = List.copyOf(announce);
  }

  /** Port 10000, every address, 5,000 Sessions, cameras up to 20 Mbit/s starting from 2 Mbit/s. */
  public static BridgeConfig defaults() {
    return new BridgeConfig(10_000, List.of(), 5_000, 20_000_000, 2_000_000);
  }

  /** The same on another port. */
  public BridgeConfig withPort(int newPort) {
    return new BridgeConfig(newPort, announce, maxSessions, maxStreamBps, startStreamBps);
  }

  /** The same on these addresses. */
  public BridgeConfig withAnnounce(List<InetAddress> addresses) {
    return new BridgeConfig(port, addresses, maxSessions, maxStreamBps, startStreamBps);
  }

  /** The same with another bound of Sessions. */
  public BridgeConfig withMaxSessions(int sessions) {
    return new BridgeConfig(port, announce, sessions, maxStreamBps, startStreamBps);
  }
}
