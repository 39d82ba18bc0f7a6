package org.vigie.simulator.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.simulator.transport.IceLink;
import org.vigie.simulator.transport.LightIce;

/** A link over loopback that a test may spoil by overriding a method. */
class LinkWrapper implements IceLink {
  private final IceLink link;

  LinkWrapper() throws IOException {
    this(LightIce.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  LinkWrapper(IceLink link) {
    this.link = link;
  }

  @Override
  public IceCredentials credentials() {
    return link.credentials();
  }

  @Override
  public List<Candidate> candidates() {
    return link.candidates();
  }

  @Override
  public void connect(Peer peer, Receiver receiver, Duration limit) throws IOException {
    link.connect(peer, receiver, limit);
  }

  @Override
  public void send(byte[] array, int offset, int length) {
    link.send(array, offset, length);
  }

  @Override
  public boolean isAlive() {
    return link.isAlive();
  }

  @Override
  public void close() {
    link.close();
  }
}
