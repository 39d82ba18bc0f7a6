package org.vigie.bench.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.vigie.bridge.udp.BurstPool;
import org.vigie.bridge.udp.UdpSocket;

/**
 * Compares the media sockets on one core: the JDK's, Linux' with segmentation offload off and on,
 * and merging on receive. The contenders take turns, and of each the median counts.
 *
 * <p>{@code bench/sockets/run.sh} starts it in a network whose far end drops everything.
 */
public final class SocketCost {
  private static final int[] SEGMENTS = {1, 2, 4, 8, 14};
  private static final int ROUNDS = 5;
  private static final long ROUND_NANOS = 100_000_000L;
  private static final String LOOPBACK = "127.0.0.1";

  private SocketCost() {}

  /**
   * Prints two tables in Markdown.
   *
   * @param arguments the first three numbers of the network whose {@code .1} is this machine
   */
  public static void main(String[] arguments) throws IOException {
    String network = arguments[0];
    List<UdpSocket> senders = open(Contender.SENDERS, network + ".1");
    System.out.println("| packets in a burst | " + header(Contender.SENDERS));
    for (int segments : SEGMENTS) {
      BurstPool pool = new BurstPool(512);
      System.out.println("| " + segments + row(sending(senders, pool, network, segments)));
    }
    List<UdpSocket> receivers = open(Contender.RECEIVERS, LOOPBACK);
    System.out.println("\n| sender, bursts of 8 | " + header(Contender.RECEIVERS));
    for (Contender sender : Contender.SENDERS) {
      try (UdpSocket from = sender.open(InetAddress.ofLiteral(LOOPBACK))) {
        System.out.println("| " + sender.name() + row(receiving(from, receivers)));
      }
    }
    senders.forEach(UdpSocket::close);
    receivers.forEach(UdpSocket::close);
  }

  private static List<LongUnaryOperator> sending(
      List<UdpSocket> sockets, BurstPool pool, String network, int segments) {
    return sockets.stream()
        .map(socket -> new SendCost(socket, pool, network, segments))
        .<LongUnaryOperator>map(cost -> cost::measure)
        .toList();
  }

  private static List<LongUnaryOperator> receiving(UdpSocket from, List<UdpSocket> sockets) {
    BurstPool pool = new BurstPool(64);
    return sockets.stream()
        .map(socket -> new ReceiveCost(from, socket, pool))
        .<LongUnaryOperator>map(cost -> cost::measure)
        .toList();
  }

  private static List<UdpSocket> open(List<Contender> contenders, String address)
      throws IOException {
    List<UdpSocket> sockets = new ArrayList<>();
    for (Contender contender : contenders) {
      sockets.add(contender.open(InetAddress.ofLiteral(address)));
    }
    return sockets;
  }

  private static String header(List<Contender> contenders) {
    StringBuilder line = new StringBuilder();
    contenders.forEach(one -> line.append(one.name()).append(", ns | "));
    return line + "\n|" + "---|".repeat(contenders.size() + 1);
  }

  /** The first round warms up. */
  private static String row(List<LongUnaryOperator> measurements) {
    long[][] results = new long[measurements.size()][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      for (int i = 0; i < results.length; i++) {
        long result = measurements.get(i).applyAsLong(ROUND_NANOS);
        if (round >= 0) {
          results[i][round] = result;
        }
      }
    }
    StringBuilder line = new StringBuilder(" | ");
    IntStream.range(0, results.length).forEach(i -> line.append(median(results[i])).append(" | "));
    return line.toString();
  }

  private static long median(long[] values) {
    return Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElse(0);
  }
}
