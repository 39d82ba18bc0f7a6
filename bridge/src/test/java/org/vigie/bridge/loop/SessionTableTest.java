package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.bridge.ice.IceLite;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.session.DropCounters;
import org.vigie.bridge.session.Media;
import org.vigie.bridge.session.Outbox;
import org.vigie.bridge.session.SecureTransport;
import org.vigie.bridge.session.Session;
import org.vigie.bridge.session.SessionHost;
import org.vigie.bridge.udp.FakeUdpSocket;
import org.vigie.bridge.udp.Path;

class SessionTableTest {
  private static final InetSocketAddress FAR = new InetSocketAddress("192.0.2.1", 4_000);

  private final SessionTable table = new SessionTable(2);
  private final Outbox outbox =
      new Outbox(new FakeUdpSocket(new InetSocketAddress("192.0.2.9", 1)));

  @Test
  void aSessionIsFoundByIdAndByItsUserFragment() {
    Session session = session("frag");
    SessionTable.Entry entry = table.add(session, "frag");
    assertSame(entry, table.entry(session.id()));
    assertSame(entry, table.withUfrag("frag"));
    assertNull(table.withUfrag("other"));
  }

  @Test
  void aPathBelongsToWhoProvedItLastAndToOneLocalAddressOnly() {
    Session first = session("frag1");
    Session second = session("frag2");
    SessionTable.Entry one = table.add(first, "frag1");
    SessionTable.Entry two = table.add(second, "frag2");
    table.proved(first, new Path(0, FAR));
    assertSame(one, table.at(0, FAR));
    assertNull(table.at(1, FAR));
    table.proved(second, new Path(0, FAR));
    assertSame(two, table.at(0, FAR));
    table.released(first, new Path(0, FAR));
    assertSame(two, table.at(0, FAR), "only the owner gives it up");
    table.released(second, new Path(0, FAR));
    assertEquals(0, table.paths());
  }

  @Test
  void afterARestartOnlyFragmentsThatAreStillAcceptedAreKept() {
    Session session = session("frag1");
    SessionTable.Entry entry = table.add(session, "frag1");
    for (String next : List.of("frag2", "frag3", "frag4")) {
      session.restart(new IceCredentials(next, "x".repeat(22)), IceCredentials.random());
      table.addUfrag(entry, next);
    }
    assertSame(entry, table.withUfrag("frag4"));
    List<String> accepted = new ArrayList<>(List.of("frag1", "frag2", "frag3", "frag4"));
    accepted.removeIf(ufrag -> !session.accepts(ufrag));
    assertEquals(accepted.size(), table.ufrags());
  }

  @Test
  void nothingRemainsOfASessionThatIsRemoved() {
    Session session = session("frag");
    table.add(session, "frag");
    table.remove(session);
    table.remove(session);
    assertNull(table.withUfrag("frag"));
    assertEquals(List.of(0, 0), List.of(table.size(), table.ufrags()));
  }

  private Session session(String ufrag) {
    IceLite ice =
        new IceLite(new IceCredentials(ufrag, "x".repeat(22)), IceCredentials.random(), 0);
    TransportSpec spec =
        new TransportSpec(
            IceCredentials.random(), List.of(new Fingerprint("sha-256", "00")), DtlsRole.SERVER);
    SecureTransport transport = new SecureTransport(outbox, new DropCounters());
    return new Session(
        SessionId.random(), ice, spec, transport, new NoMedia(), new NoHost(), outbox, 0);
  }

  private static final class NoMedia implements Media {
    @Override
    public void secured(long nowNanos) {}

    @Override
    public void rtp(long nowNanos, RtpPacket packet) {}

    @Override
    public void rtcp(long nowNanos, byte[] array, int offset, int length) {}

    @Override
    public void onTime(long nowNanos) {}

    @Override
    public void resumed(long nowNanos) {}

    @Override
    public Map<String, Codec> refused() {
      return Map.of();
    }

    @Override
    public void showLife() {}

    @Override
    public long nextDeadlineNanos() {
      return Long.MAX_VALUE;
    }

    @Override
    public void ended(long nowNanos) {}

    @Override
    public long retransmitted() {
      return 0;
    }
  }

  private static final class NoHost implements SessionHost {
    @Override
    public Handshake startHandshake(Session session, TransportSpec spec) {
      throw new AssertionError("nobody connects here");
    }

    @Override
    public void proved(Session session, Path path) {}

    @Override
    public void released(Session session, Path path) {}

    @Override
    public void changed(Session session, SessionState state) {}

    @Override
    public void noStun(Session session) {}

    @Override
    public void refused(Session session, Map<String, Codec> codecs) {}

    @Override
    public void ended(Session session, EndReason reason) {}
  }
}
