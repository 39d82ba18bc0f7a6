package org.vigie.bridge.loop;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.bridge.ice.IceLite;
import org.vigie.bridge.ice.UserFragments;
import org.vigie.bridge.relay.Relay;
import org.vigie.bridge.rtp.PacketKind;
import org.vigie.bridge.session.Drop;
import org.vigie.bridge.session.DropCounters;
import org.vigie.bridge.session.Media;
import org.vigie.bridge.session.Outbox;
import org.vigie.bridge.session.SecureTransport;
import org.vigie.bridge.session.Session;
import org.vigie.bridge.session.SessionHost;
import org.vigie.bridge.udp.Path;
import org.vigie.bridge.udp.ReceiveBatch;
import org.vigie.bridge.udp.UdpSocket;

/**
 * Owns Sessions and the socket over which their packets go, and runs them turn by turn on one
 * thread. It reads no clock: {@link #turn} is told the time, so that whole networks run in virtual
 * time.
 */
public final class Loop implements SessionHost {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final long TICK_NANOS = 1_000_000;

  /** Batches taken in one turn, so that timers and commands are never starved by a flood. */
  private static final int BATCHES_PER_TURN = 8;

  /** Commands run in one turn, so that a rush of joins does not hold up the media. */
  private static final int COMMANDS_PER_TURN = 64;

  private static final long GOODBYE_NANOS = 1_000_000_000L;

  /** Nobody notices that a check or a report is answered later by this, if no media flows. */
  private static final long REST_NANOS = 25_000_000;

  private static final long NO_MEDIA_NANOS = 1_000_000_000L;

  private final UdpSocket socket;
  private final List<InetSocketAddress> announced;
  private final Consumer<BridgeEvent> events;
  private final Relay relay;
  private final Queue<LoopCommand> commands = new ConcurrentLinkedQueue<>();
  private final ReceiveBatch inbox = new ReceiveBatch();
  private final Outbox outbox;
  private final DropCounters drops = new DropCounters();
  private final SessionTable sessions;
  private final TimerWheel<SessionTable.Entry> timers;
  private final Handshakes handshakes;
  private final Set<SessionId> beingSetUp = new HashSet<>();
  private int openHandshakes;
  private long mediaNanos;
  private long now;
  private long stopDeadline = Long.MAX_VALUE;

  /**
   * A Loop that has not turned yet.
   *
   * @param announced where peers are told to send
   * @param events must not block
   */
  public Loop(
      UdpSocket socket,
      List<InetSocketAddress> announced,
      Handshakes handshakes,
      Relay relay,
      Consumer<BridgeEvent> events,
      long nowNanos) {
    this.socket = socket;
    this.announced = announced;
    this.events = events;
    this.relay = relay;
    this.outbox = new Outbox(socket);
    this.sessions = new SessionTable(socket.localAddresses().size());
    this.timers = new TimerWheel<>(TICK_NANOS, nowNanos);
    this.handshakes = handshakes;
    this.now = nowNanos;
    this.mediaNanos = nowNanos;
  }

  /** Asks for something; from any thread. */
  public void offer(LoopCommand command) {
    commands.add(command);
    socket.wakeup();
  }

  /**
   * One turn: commands, datagrams, timers, then everything leaves.
   *
   * @return when the next turn is due if nothing arrives, in ns; not after {@code nowNanos} if more
   *     is waiting already
   */
  public long turn(long nowNanos) {
    now = nowNanos;
    runCommands();
    boolean more = receive();
    boolean moreFromLoops = receiveFromLoops();
    timers.expire(nowNanos, this::fire);
    relayOnTime();
    // Other Loops can begin while this one sends.
    relay.flush();
    letLeave();
    return more || moreFromLoops || !commands.isEmpty() ? nowNanos : nextDeadlineNanos();
  }

  private void relayOnTime() {
    try {
      relay.onTime(now);
    } catch (RuntimeException e) {
      contained(e);
    }
  }

  private void letLeave() {
    try {
      relay.endTurn();
    } catch (RuntimeException e) {
      contained(e);
    }
    outbox.flush();
  }

  private long nextDeadlineNanos() {
    long deadline = Math.min(timers.nextDeadlineNanos(), relay.nextDeadlineNanos());
    return Math.min(deadline, stopDeadline);
  }

  /**
   * How long datagrams may gather before the next turn, ns: 0 while media flows or a Session is
   * being set up. Thousands of idle Sessions cost most by waking the Loop for each datagram.
   */
  long restNanos() {
    boolean idle = beingSetUp.isEmpty() && relay.nextDeadlineNanos() == Long.MAX_VALUE;
    return idle && now - mediaNanos > NO_MEDIA_NANOS ? REST_NANOS : 0;
  }

  /** Ends the wait for the next turn; from any thread. */
  void wake() {
    socket.wakeup();
  }

  /** Whether {@link LoopCommand.Stop} was carried out and the last goodbye has left. */
  public boolean stopped() {
    return stopDeadline != Long.MAX_VALUE && (openHandshakes == 0 || now >= stopDeadline);
  }

  /** Nobody will turn this Loop again: who waits for an answer is told so. */
  void refuseWaiting() {
    for (LoopCommand command = commands.poll(); command != null; command = commands.poll()) {
      refuse(command);
    }
  }

  static void refuse(LoopCommand command) {
    if (command instanceof LoopCommand.TakeStats(_, var result)) {
      result.completeExceptionally(new IllegalStateException("the bridge is closed"));
    }
  }

  private void runCommands() {
    for (int i = 0; i < COMMANDS_PER_TURN; i++) {
      LoopCommand command = commands.poll();
      if (command == null) {
        return;
      }
      try {
        run(command);
      } catch (RuntimeException e) {
        contained(e);
      }
    }
  }

  private void run(LoopCommand command) {
    switch (command) {
      case LoopCommand.OpenCamera open -> openCamera(open);
      case LoopCommand.OpenViewer open -> openViewer(open);
      case LoopCommand.Show show -> relay.show(now, show.viewer(), show.mid(), show.stream());
      case LoopCommand.Size(var viewer, var mid, var pixels) ->
          relay.size(now, viewer, mid, pixels);
      case LoopCommand.Bound(var stream, var bounds) -> relay.bound(now, stream, bounds);
      case LoopCommand.BoundViewer(var viewer, var bps) -> relay.boundViewer(now, viewer, bps);
      case LoopCommand.TuneViewer(var viewer, var tuning) -> relay.tuneViewer(now, viewer, tuning);
      case LoopCommand.Tune(var stream, var tuning) -> relay.tune(stream, tuning);
      case LoopCommand.RestartIce restart -> restartIce(restart);
      case LoopCommand.End(var id, var reason) -> end(sessions.entry(id), reason);
      case LoopCommand.RemoveStream(var stream) ->
          relay.remove(stream).ifPresent(id -> end(sessions.entry(id), EndReason.STREAM_REMOVED));
      case LoopCommand.TakeStats(var ofSessions, var result) -> takeStats(ofSessions, result);
      case LoopCommand.SendDtls(var session, var record) -> session.sendDtls(record);
      case LoopCommand.Secured(var session, var keys) -> {
        session.secured(now, keys);
        SessionTable.Entry entry = sessions.entry(session.id());
        if (entry != null) {
          reschedule(entry);
        }
      }
      case LoopCommand.DtlsOver(var session, var closure) -> {
        openHandshakes--;
        session.dtlsClosed(now, closure);
      }
      case LoopCommand.Relayed(var asked) -> relay.run(now, asked);
      case LoopCommand.Stop() -> stop();
    }
  }

  private void openCamera(LoopCommand.OpenCamera open) {
    SecureTransport transport = new SecureTransport(outbox, drops);
    Relay.Arrival arrival =
        relay.openCamera(
            now,
            open.id(),
            open.spec(),
            transport,
            open.cname(),
            open.feedbackSsrc(),
            (fault, stands) ->
                events.accept(new BridgeEvent.CameraFaultChanged(open.id(), fault, stands)));
    arrival.displaced().ifPresent(id -> end(sessions.entry(id), EndReason.TAKEN_OVER));
    IceLite ice = new IceLite(open.local(), open.spec().transport().remoteIce(), now);
    add(open.id(), ice, open.spec().transport(), transport, arrival.media(), open.local().ufrag());
  }

  private void openViewer(LoopCommand.OpenViewer open) {
    SecureTransport transport = new SecureTransport(outbox, drops);
    Media media =
        relay.openViewer(open.id(), open.spec(), open.slots(), transport, open.cname(), now);
    IceLite ice = new IceLite(open.local(), open.spec().transport().remoteIce(), now);
    add(open.id(), ice, open.spec().transport(), transport, media, open.local().ufrag());
  }

  private void add(
      SessionId id,
      IceLite ice,
      TransportSpec spec,
      SecureTransport transport,
      Media media,
      String ufrag) {
    Session session = new Session(id, ice, spec, transport, media, this, outbox, now);
    beingSetUp.add(id);
    reschedule(sessions.add(session, ufrag));
  }

  private void restartIce(LoopCommand.RestartIce restart) {
    SessionTable.Entry entry = sessions.entry(restart.session());
    if (entry != null) {
      entry.session().restart(restart.local(), restart.remote());
      sessions.addUfrag(entry, restart.local().ufrag());
    }
  }

  private void end(SessionTable.@Nullable Entry entry, EndReason reason) {
    if (entry != null) {
      entry.session().end(now, reason);
    }
  }

  private void stop() {
    stopDeadline = now + GOODBYE_NANOS;
    for (SessionTable.Entry entry : List.copyOf(sessions.entries())) {
      try {
        end(entry, EndReason.SHUTDOWN);
      } catch (RuntimeException e) {
        contained(e); // the others are told goodbye all the same
      }
    }
  }

  /** Takes what has arrived; true if more may be waiting. */
  private boolean receive() {
    for (int round = 0; round < BATCHES_PER_TURN; round++) {
      int count = socket.receive(inbox);
      for (int i = 0; i < count; i++) {
        dispatch(inbox.path(i), inbox.array(i), inbox.offset(i), inbox.length(i));
      }
      if (count < inbox.capacity()) {
        return false;
      }
    }
    return true;
  }

  private boolean receiveFromLoops() {
    try {
      return relay.receive(now);
    } catch (RuntimeException e) {
      contained(e);
      return true;
    }
  }

  private void dispatch(Path path, byte[] array, int offset, int length) {
    try {
      SessionTable.Entry entry = deliver(path, array, offset, length);
      if (entry != null) {
        reschedule(entry);
      }
    } catch (RuntimeException e) {
      contained(e);
    }
  }

  private SessionTable.@Nullable Entry deliver(Path path, byte[] array, int offset, int length) {
    PacketKind kind = PacketKind.of(array, offset, length);
    if (kind == PacketKind.STUN) {
      return stun(path, array, offset, length);
    }
    if (kind == PacketKind.OTHER) {
      drops.count(Drop.UNKNOWN_KIND);
      return null;
    }
    SessionTable.Entry entry = sessions.at(path.localIndex(), path.remote());
    if (entry == null) {
      drops.count(Drop.UNPROVED_PATH);
    } else if (kind == PacketKind.DTLS) {
      entry.session().dtls(array, offset, length);
    } else {
      if (kind == PacketKind.RTP) {
        mediaNanos = now;
      }
      entry.session().srtp(now, kind == PacketKind.RTCP, array, offset, length);
    }
    return entry;
  }

  private SessionTable.@Nullable Entry stun(Path path, byte[] array, int offset, int length) {
    String ufrag = UserFragments.of(array, offset, length);
    SessionTable.Entry entry = ufrag == null ? null : sessions.withUfrag(ufrag);
    if (entry == null) {
      drops.count(Drop.UNKNOWN_UFRAG);
    } else {
      entry.session().stun(now, path, array, offset, length);
    }
    return entry;
  }

  /** A fault of ours must not end the Loop: one packet is lost, the log says so. */
  private void contained(RuntimeException fault) {
    drops.count(Drop.INTERNAL_ERROR);
    if (Long.bitCount(drops.of(Drop.INTERNAL_ERROR)) == 1) {
      LOG.error(
          "Fault number {} in the media loop was contained", drops.of(Drop.INTERNAL_ERROR), fault);
    }
  }

  private void fire(SessionTable.Entry entry, long nowNanos) {
    try {
      entry.session().onTime(nowNanos);
    } catch (RuntimeException e) {
      contained(e);
    }
    reschedule(entry);
  }

  /** What has ended stays out of the wheel, else it would be kept and fire again. */
  private void reschedule(SessionTable.Entry entry) {
    if (entry.session().state() != SessionState.ENDED) {
      timers.schedule(entry.timer(), entry.session().nextDeadlineNanos());
    }
  }

  @Override
  public Handshake startHandshake(Session session, TransportSpec spec) {
    openHandshakes++;
    return handshakes.start(session, spec, this::offer);
  }

  @Override
  public void proved(Session session, Path path) {
    sessions.proved(session, path);
  }

  @Override
  public void released(Session session, Path path) {
    sessions.released(session, path);
  }

  @Override
  public void changed(Session session, SessionState state) {
    Path path = session.selectedPath();
    if (state == SessionState.CONNECTING && path != null) {
      InetSocketAddress local = socket.localAddresses().get(path.localIndex());
      events.accept(new BridgeEvent.SessionConnecting(session.id(), local, path.remote()));
    } else if (state == SessionState.CONNECTED) {
      beingSetUp.remove(session.id());
      events.accept(new BridgeEvent.SessionConnected(session.id(), session.srtpProfile()));
    }
  }

  @Override
  public void noStun(Session session) {
    events.accept(new BridgeEvent.NoStun(session.id(), announced));
  }

  @Override
  public void refused(Session session, Map<String, Codec> codecs) {
    events.accept(new BridgeEvent.CodecsRefused(session.id(), codecs));
  }

  @Override
  public void ended(Session session, EndReason reason) {
    SessionTable.Entry entry = sessions.entry(session.id());
    if (entry != null) {
      timers.cancel(entry.timer());
    }
    sessions.remove(session);
    beingSetUp.remove(session.id());
    relay.ended(session.id(), reason);
    events.accept(new BridgeEvent.SessionEnded(session.id(), reason));
  }

  private void takeStats(boolean ofSessions, CompletableFuture<BridgeStats> result) {
    try {
      result.complete(stats(ofSessions));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
      throw e;
    }
  }

  private BridgeStats stats(boolean ofSessions) {
    return new BridgeStats(
        ofSessions
            ? sessions.entries().stream().map(entry -> entry.session().stats()).toList()
            : List.of(),
        relay.stats(now),
        counters());
  }

  private Map<String, Long> counters() {
    Map<String, Long> counters = new HashMap<>();
    drops.addTo(counters);
    relay.addTo(counters);
    socket.counters().addTo(counters);
    counters.put("outbox.bursts", (long) outbox.lent());
    counters.put("outbox.refusals", outbox.refusals());
    counters.put("loop.paths", (long) sessions.paths());
    counters.put("loop.ufrags", (long) sessions.ufrags());
    counters.put("loop.handshakes", (long) openHandshakes);
    return counters;
  }
}
