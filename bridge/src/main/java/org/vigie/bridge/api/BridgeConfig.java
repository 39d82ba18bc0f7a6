package org.vigie.bridge.api;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a bridge runs.
 *
 * @param port UDP port of the first Loop, 0 to 65535; 0 takes a free one for each Loop (tests)
 * @param announce addresses to put into candidates; those that are this machine's are bound, others
 *     are taken for a NAT's or a container host's in front of it; empty means every address of the
 *     machine
 * @param loops threads that carry media, each with a port of its own from {@code port} upwards, 1
 *     to 64
 * @param maxSessions Sessions at once, 1 to 100,000
 * @param maxStreamBps upper bound that REMB tells cameras, bps
 * @param startStreamBps estimate that a camera without transport-wide feedback starts from, bps
 * @param coalesce how long the first packet of a picture may wait for the others, so that they
 *     leave together; zero sends each at once
 * @param history what is remembered of each Layer
 * @param replayBps how fast a viewer who starts is given the newest key frame and what has
 *     followed, as long as nothing is known of its line, bps, 100,000 or more
 * @param socket which socket carries the media
 * @param segmentationOffload whether packets that leave together may be one to the kernel (UDP
 *     GSO), where it can
 * @param cipher which implementation protects the media; one for the whole process
 */
public record BridgeConfig(
    int port,
    List<InetAddress> announce,
    int loops,
    int maxSessions,
    long maxStreamBps,
    long startStreamBps,
    Duration coalesce,
    HistoryConfig history,
    long replayBps,
    SocketChoice socket,
    boolean segmentationOffload,
    CipherChoice cipher) {
  /** Most threads that carry media. */
  public static final int MAX_LOOPS = 64;

  private static final int MAX_PORT = 65_535;
  private static final long LEAST_REPLAY_BPS = 100_000;

  /**
   * Checks the number of Loops.
   *
   * @throws IllegalArgumentException if there are too few or too many, or no ports for them
   */
  public BridgeConfig {
    if (loops < 1 || loops > MAX_LOOPS) {
      throw new IllegalArgumentException(loops + " loops are not between 1 and " + MAX_LOOPS);
    }
    if (port < 0 || port > MAX_PORT - (loops - 1)) {
      throw new IllegalArgumentException(
          "there are not " + loops + " UDP ports from " + port + " upwards");
    }
    if (replayBps < LEAST_REPLAY_BPS) {
      throw new IllegalArgumentException(replayBps + " bps are less than " + LEAST_REPLAY_BPS);
    }
    announce = List.copyOf(announce);
  }

  /** Port 10000, every address, one Loop, 5,000 Sessions, cameras up to 20 Mbit/s from 2 Mbit/s. */
  public static BridgeConfig defaults() {
    return new BridgeConfig(
        10_000,
        List.of(),
        1,
        5_000,
        20_000_000,
        2_000_000,
        Duration.ofMillis(15),
        HistoryConfig.defaults(),
        30_000_000,
        SocketChoice.AUTO,
        true,
        CipherChoice.AUTO);
  }

  /** The same on another port. */
  public BridgeConfig withPort(int newPort) {
    return new BridgeConfig(
        newPort,
        announce,
        loops,
        maxSessions,
        maxStreamBps,
        startStreamBps,
        coalesce,
        history,
        replayBps,
        socket,
        segmentationOffload,
        cipher);
  }

  /** The same on these addresses. */
  public BridgeConfig withAnnounce(List<InetAddress> addresses) {
    return new BridgeConfig(
        port,
        addresses,
        loops,
        maxSessions,
        maxStreamBps,
        startStreamBps,
        coalesce,
        history,
        replayBps,
        socket,
        segmentationOffload,
        cipher);
  }

  /** The same with this many Loops. */
  public BridgeConfig withLoops(int newLoops) {
    return new BridgeConfig(
        port,
        announce,
        newLoops,
        maxSessions,
        maxStreamBps,
        startStreamBps,
        coalesce,
        history,
        replayBps,
        socket,
        segmentationOffload,
        cipher);
  }

  /** The same with another bound of Sessions. */
  public BridgeConfig withMaxSessions(int sessions) {
    return new BridgeConfig(
        port,
        announce,
        loops,
        sessions,
        maxStreamBps,
        startStreamBps,
        coalesce,
        history,
        replayBps,
        socket,
        segmentationOffload,
        cipher);
  }

  /** The same with another longest wait for the rest of a picture. */
  public BridgeConfig withCoalesce(Duration wait) {
    return new BridgeConfig(
        port,
        announce,
        loops,
        maxSessions,
        maxStreamBps,
        startStreamBps,
        wait,
        history,
        replayBps,
        socket,
        segmentationOffload,
        cipher);
  }

  /** The same with this socket. */
  public BridgeConfig withSocket(SocketChoice choice) {
    return new BridgeConfig(
        port,
        announce,
        loops,
        maxSessions,
        maxStreamBps,
        startStreamBps,
        coalesce,
        history,
        replayBps,
        choice,
        segmentationOffload,
        cipher);
  }

  /** The same that remembers this much, and gives it to viewers who start at this rate at first. */
  public BridgeConfig withHistory(HistoryConfig newHistory, long newReplayBps) {
    return new BridgeConfig(
        port,
        announce,
        loops,
        maxSessions,
        maxStreamBps,
        startStreamBps,
        coalesce,
        newHistory,
        newReplayBps,
        socket,
        segmentationOffload,
        cipher);
  }
}
