package org.vigie.simulator.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;
import org.jitsi.utils.logging2.LoggerImpl;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.IceCredentials;

/**
 * ice4j's full agent, controlling, with host candidates only: nothing is sent to anybody but the
 * peer. It costs threads per socket; for thousands of links there is {@link LightIce}.
 */
public final class AgentIce implements IceLink {
  private static final Logger LOGGER = Logger.getLogger("org.ice4j"); // kept, or its level is lost
  private static final int MAX_DATAGRAM = 2_048;
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 65_535;

  static {
    // ice4j asks cloud services and STUN servers for its address unless told not to.
    property("ice4j.harvest.mapping.aws.enabled", "false");
    property("ice4j.harvest.use-link-local-addresses", "false");
    property("ice4j.consent-freshness.interval", "5 seconds");
    property("ice4j.software", "");
    LOGGER.setLevel(Level.SEVERE); // it says at length what SimulatedCamera says in a line
  }

  private final Agent agent;
  private final IceMediaStream stream;
  private final Component component;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean closed;

  private AgentIce(Agent agent) throws IOException {
    this.agent = agent;
    this.stream = agent.createMediaStream("media");
    int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT - 1_000);
    this.component =
        agent.createComponent(stream, port, port, LAST_PORT, KeepAliveStrategy.SELECTED_ONLY, true);
  }

  /**
   * Binds a port on every address of the machine but loopback, which ice4j leaves out.
   *
   * @throws IOException if there is no other address; then {@link LightIce} still works
   */
  public static AgentIce open() throws IOException {
    Agent agent = new Agent(new LoggerImpl("org.ice4j"));
    try {
      agent.setControlling(true);
      agent.setUseDynamicPorts(true);
      agent.setPerformConsentFreshness(true); // else it sends indications, which prove nothing
      AgentIce ice = new AgentIce(agent);
      if (ice.component.getLocalCandidateCount() == 0) {
        throw new IOException("this machine has no network address but loopback");
      }
      return ice;
    } catch (IOException | IllegalArgumentException e) {
      agent.free();
      throw new IOException("ICE cannot gather addresses: " + e.getMessage(), e);
    }
  }

  @Override
  public IceCredentials credentials() {
    return new IceCredentials(agent.getLocalUfrag(), agent.getLocalPassword());
  }

  @Override
  public List<Candidate> candidates() {
    return component.getLocalCandidates().stream().map(AgentIce::candidate).toList();
  }

  private static Candidate candidate(LocalCandidate local) {
    TransportAddress address = local.getTransportAddress();
    return new Candidate(
        local.getFoundation(),
        local.getPriority(),
        new InetSocketAddress(address.getAddress(), address.getPort()));
  }

  @Override
  public void connect(Peer peer, Receiver receiver, Duration limit) throws IOException {
    stream.setRemoteUfrag(peer.credentials().ufrag());
    stream.setRemotePassword(peer.credentials().password());
    peer.candidates().forEach(candidate -> component.addRemoteCandidate(remote(peer, candidate)));
    agent.addStateChangeListener(event -> stateChanged((IceProcessingState) event.getNewValue()));
    agent.startConnectivityEstablishment();
    awaitOver(limit);
    if (!agent.getState().isEstablished()) {
      throw new IOException(
          "no answer to ICE from " + peer.addresses() + "; is UDP to it blocked by a firewall?");
    }
    Thread.ofPlatform().daemon().name("ice-receive").start(() -> receive(receiver));
  }

  private RemoteCandidate remote(Peer peer, Candidate candidate) {
    return new RemoteCandidate(
        new TransportAddress(candidate.address(), Transport.UDP),
        component,
        CandidateType.HOST_CANDIDATE,
        candidate.foundation(),
        candidate.priority(),
        null,
        peer.credentials().ufrag());
  }

  private void stateChanged(IceProcessingState state) {
    if (state.isEstablished() || state == IceProcessingState.FAILED) {
      over.countDown();
    }
  }

  private void awaitOver(Duration limit) throws IOException {
    try {
      over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void receive(Receiver receiver) {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    while (!closed) {
      try {
        packet.setData(packet.getData(), 0, MAX_DATAGRAM);
        component.getSocket().receive(packet);
        if (packet.getLength() > 0) {
          receiver.datagram(packet.getData(), packet.getOffset(), packet.getLength());
        }
      } catch (IOException _) {
        return; // closed, or the path is gone, which isAlive() says
      }
    }
  }

  @Override
  public void send(byte[] array, int offset, int length) {
    try {
      component.send(array, offset, length);
    } catch (IOException | NullPointerException _) {
      // Lost, as a datagram may be. ice4j has no check for sending while it frees itself.
    }
  }

  @Override
  public boolean isAlive() {
    return !closed && agent.getState().isEstablished();
  }

  @Override
  public void close() {
    closed = true;
    agent.free();
  }

  private static void property(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
