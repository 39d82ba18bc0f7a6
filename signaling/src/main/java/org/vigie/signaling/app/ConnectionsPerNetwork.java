package org.vigie.signaling.app;

import java.net.InetAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.http.CallerNetwork;

/**
 * Keeps one network from taking all connections of a listener: of what it opens beyond its part
 * each is closed at once.
 */
final class ConnectionsPerNetwork implements SelectorManager.AcceptListener {
  private static final Logger log = LoggerFactory.getLogger(ConnectionsPerNetwork.class);

  private final int most;
  private final Predicate<InetAddress> speaksForMany;
  private final Map<SelectableChannel, String> open = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * A bound for one listener.
   *
   * @param most connections of one network, at least 1
   * @param speaksForMany whether an address is that of a proxy, which is not bounded
   */
  ConnectionsPerNetwork(int most, Predicate<InetAddress> speaksForMany) {
    this.most = most;
    this.speaksForMany = speaksForMany;
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    InetAddress address = ((SocketChannel) channel).socket().getInetAddress();
    if (address != null && !speaksForMany.test(address) && !count(channel, address)) {
      IO.close(channel);
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    onClosed(channel);
  }

  @Override
  public synchronized void onClosed(SelectableChannel channel) {
    String network = open.remove(channel);
    if (network != null) {
      counts.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  private synchronized boolean count(SelectableChannel channel, InetAddress address) {
    String network = CallerNetwork.of(address);
    int count = counts.getOrDefault(network, 0);
    if (count >= most) {
      log.debug("{} has {} connections and gets no more", address, most);
      return false;
    }
    counts.put(network, count + 1);
    open.put(channel, network);
    return true;
  }
}
