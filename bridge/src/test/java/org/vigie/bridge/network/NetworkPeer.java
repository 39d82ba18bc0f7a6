package org.vigie.bridge.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.loop.LoopCommand;
import org.vigie.bridge.loop.VirtualTransport;
import org.vigie.bridge.udp.Path;

/** A camera or viewer behind a line: finds its way to the bridge by checks, then has keys. */
abstract class NetworkPeer {
  static final long MILLI = 1_000_000;
  private static final long IMPATIENT_CHECK_NANOS = 50 * MILLI;
  private static final int FINGERPRINT_BYTES = 8;
  private static final long CHECK_NANOS = 2_500 * MILLI;

  /** Something the bridge sent, opened. */
  interface Parcel {}

  /** An answer to a check. */
  record Answer() implements Parcel {}

  /** RTCP in the clear. */
  @SuppressWarnings("ArrayRecordComponent")
  record Control(byte[] bytes, int length) implements Parcel {}

  final VirtualNetwork network;
  final int number;
  final NetworkLoop loop;
  final VirtualTransport transport;
  final RandomGenerator random;
  final Line up;
  final Line down;
  final Set<Path> proved = new HashSet<>();
  Path path;

  /** The Loop has the keys of its Session, which is not over. */
  boolean live;

  /** It has the keys itself. */
  boolean secured;

  boolean gone;

  /** It has changed its address, and what was under way may be lost. */
  boolean moved;

  private boolean answered;
  private int checks;

  NetworkPeer(VirtualNetwork network, NetworkLoop loop, LineQuality up, LineQuality down) {
    this.network = network;
    this.loop = loop;
    this.number = network.nextPeer();
    this.random = network.newRandom();
    this.up = new Line(network.agenda, network.newRandom(), up);
    this.down = new Line(network.agenda, network.newRandom(), down);
    this.transport =
        new VirtualTransport(
            new SessionId("session-" + number),
            credentials("bridge" + number),
            credentials("peer" + number),
            number);
    this.path = network.newPath();
  }

  private static IceCredentials credentials(String name) {
    return new IceCredentials(name, name + "0123456789abcdefghijklm");
  }

  static Path path(int port) {
    return new Path(0, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  long now() {
    return network.agenda.now();
  }

  /** Opens its Session by command and begins to check. */
  void arrive(LoopCommand... commands) {
    network.know(this);
    for (LoopCommand command : commands) {
      loop.command(command);
    }
    check(checks);
  }

  private void check(int round) {
    if (gone || round != checks) {
      return;
    }
    sendCheck();
    long pause = answered ? CHECK_NANOS - random.nextLong(CHECK_NANOS / 5) : IMPATIENT_CHECK_NANOS;
    network.agenda.in(pause, () -> check(round));
  }

  private void sendCheck() {
    byte[] check = transport.check();
    Path from = path;
    up.send(
        check.length,
        intact -> {
          if (intact) {
            loop.arrive(from, check, () -> proved.add(from));
          } else {
            arriveDamaged(from, check);
          }
        });
  }

  /** What stands behind its integrity proves nothing: without it the check is as good. */
  private void arriveDamaged(Path from, byte[] check) {
    byte[] damaged = damaged(check);
    boolean genuine = Arrays.mismatch(check, damaged) >= check.length - FINGERPRINT_BYTES;
    loop.arrive(from, damaged, () -> proved.addAll(genuine ? Set.of(from) : Set.of()));
  }

  /** Its address changes; it finds out at once and checks from there. */
  void move() {
    moved = true;
    path = network.newPath();
    network.trace.say(now(), this, "moves to", path.remote());
    network.know(this);
    answered = false;
    check(++checks);
  }

  /** The Loop has given this peer's Session its keys; the last flight takes a while. */
  void keysAreInLoop() {
    live = true;
    network.agenda.in(down.quality().delayNanos(), this::secure);
  }

  private void secure() {
    if (!gone && !secured) {
      secured = true;
      begin();
    }
  }

  /** It has keys. */
  abstract void begin();

  /** What the bridge sent has arrived. */
  abstract void take(Parcel parcel);

  /** The bridge sends something to one of this peer's paths. */
  void deliver(Path to, int bytes, Parcel parcel) {
    down.send(
        bytes,
        intact -> {
          if (!intact || gone || !to.equals(path)) {
            return;
          }
          if (parcel instanceof Answer) {
            hearAnswer();
          } else if (secured) {
            take(parcel);
          }
        });
  }

  private void hearAnswer() {
    if (!answered) {
      answered = true;
      int round = ++checks;
      network.agenda.in(CHECK_NANOS, () -> check(round));
    }
  }

  /** From now on nothing gets through in the directions named. */
  void blackOut(boolean upwards, boolean downwards, long untilNanos) {
    network.trace.say(
        now(),
        this,
        "is cut off",
        upwards ? "up" : "",
        downwards ? "down" : "",
        "until",
        untilNanos / 1e6,
        "ms");
    if (upwards) {
      up.blackOutUntil(untilNanos);
    }
    if (downwards) {
      down.blackOutUntil(untilNanos);
    }
  }

  /** Sends protected bytes; {@code taken} runs if a Loop takes them that can open them. */
  void send(byte[] wire, Runnable taken) {
    Path from = path;
    up.send(
        wire.length,
        intact -> {
          if (intact) {
            loop.arrive(from, wire, () -> takenFrom(from, taken));
          } else {
            loop.arrive(from, damaged(wire), () -> {});
          }
        });
  }

  private void takenFrom(Path from, Runnable taken) {
    if (live && proved.contains(from)) {
      taken.run();
    }
  }

  void sendRtcp(byte[] bytes, int length) {
    send(transport.protectRtcp(bytes, length), () -> {});
  }

  private byte[] damaged(byte[] bytes) {
    byte[] copy = bytes.clone();
    copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  /** Its Session is over, at the bridge. */
  void ended() {
    live = false;
  }

  /** It goes without a word. */
  void vanish() {
    gone = true;
  }

  abstract boolean isCamera();

  @Override
  public String toString() {
    return (isCamera() ? "camera " : "viewer ") + number;
  }
}
