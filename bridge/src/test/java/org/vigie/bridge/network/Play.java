package org.vigie.bridge.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.loop.LoopCommand;
import org.vigie.bridge.network.CameraHabits.Repair;

/** One scenario with one seed: who takes part, what happens, and how it ends. */
final class Play {
  static final long MILLI = NetworkPeer.MILLI;
  static final long SECOND = 1_000 * MILLI;
  private static final long HEALING_NANOS = 3 * SECOND;
  private static final long FROZEN_NANOS = 600 * MILLI;

  /** Where the line seemed too slow pictures come in steps, until it is found to be good again. */
  private static final long STEPPING_NANOS = 2 * SECOND;

  private static final long STEADY_NANOS = 250 * MILLI;

  /** A line found too slow is given key frames and little else for 10 s. */
  static final long NARROW_NANOS = 12 * SECOND;

  private static final long CONSENT_NANOS = 32 * SECOND;

  final RandomGenerator random;
  final VirtualNetwork network;
  final List<NetworkCamera> cameras = new ArrayList<>();
  final List<NetworkViewer> viewers = new ArrayList<>();
  private final boolean quiet;
  private boolean silence;
  private final Set<StreamId> streams = new HashSet<>();

  Play(long seed, int loops, Trace trace) {
    this(seed, new VirtualNetwork.Config(loops, Math.floorMod(seed, 3) * MILLI), trace);
  }

  private Play(long seed, VirtualNetwork.Config config, Trace trace) {
    network = new VirtualNetwork(seed, config, trace);
    trace.say(network.agenda.now(), "network", config);
    random = network.newRandom();
    quiet = chance(30);
  }

  /** How much time passed in it. */
  long virtualNanos() {
    return network.agenda.now() - VirtualNetwork.BEGINNING;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Any line without a fault. */
  LineQuality good() {
    return LineQuality.good(between(1, 80)).withJitter(between(0, 5));
  }

  CameraHabits habits() {
    return new CameraHabits(
        chance(70) ? Codec.VP8 : Codec.H264,
        chance(70) ? 30 : 15,
        between(1, 4),
        between(60, 120),
        chance(50) ? 30 : 60,
        chance(80),
        Repair.values()[random.nextInt(3)],
        chance(80),
        chance(50),
        chance(30),
        chance(25),
        chance(10) ? between(5, 40) : 0);
  }

  ViewerHabits anyViewer() {
    return new ViewerHabits(chance(85), chance(60), chance(50), chance(80));
  }

  NetworkCamera camera(StreamId stream, CameraHabits habits, LineQuality up, LineQuality down) {
    NetworkCamera camera = new NetworkCamera(network, stream, habits, up, down);
    streams.add(stream);
    cameras.removeIf(each -> each.stream.equals(stream)); // the bridge ends its Session
    cameras.add(camera);
    network.watch.add(camera);
    say(camera, "comes to " + stream.value() + ": " + habits, up, down);
    camera.arrive();
    return camera;
  }

  NetworkViewer viewer(StreamId stream, ViewerHabits habits, LineQuality up, LineQuality down) {
    NetworkLoop loop = network.loops.get(random.nextInt(network.loops.size()));
    NetworkViewer viewer = new NetworkViewer(network, loop, stream, habits, up, down);
    streams.add(stream);
    viewers.add(viewer);
    network.watch.add(viewer);
    say(viewer, "comes to " + stream.value() + " on Loop " + loop.index + ": " + habits, up, down);
    viewer.arrive();
    return viewer;
  }

  private void say(NetworkPeer peer, String what, LineQuality up, LineQuality down) {
    network.trace.say(network.agenda.now(), peer, what, "up", up, "down", down);
  }

  /** It says goodbye, or is simply gone, which the bridge notices when consent expires. */
  void leave(NetworkPeer peer) {
    boolean silently = quiet && chance(30);
    silence |= silently;
    network.trace.say(network.agenda.now(), peer, silently ? "is gone" : "says goodbye");
    if (!silently) {
      peer.loop.command(new LoopCommand.End(peer.transport.id(), EndReason.DELETED));
    }
    peer.vanish();
  }

  void run(long nanos) {
    network.runFor(nanos);
  }

  /** The lines become good; then the picture runs; then everybody goes and nothing is left. */
  void finish() {
    network.trace.say(network.agenda.now(), "network", "the lines become good");
    cameras.forEach(Play::heal);
    viewers.forEach(Play::heal);
    run(cameras.stream().mapToLong(Play::healing).max().orElse(HEALING_NANOS));
    if (viewers.stream().anyMatch(viewer -> stands(viewer) && mayCountAsNarrow(viewer))) {
      run(NARROW_NANOS);
    }
    viewers.forEach(this::requirePicture);
    cameras.forEach(this::leave);
    viewers.forEach(this::leave);
    run(silence ? CONSENT_NANOS : SECOND);
    for (NetworkLoop loop : network.loops) {
      streams.forEach(stream -> loop.command(new LoopCommand.RemoveStream(stream)));
    }
    run(2 * SECOND);
    for (NetworkLoop loop : network.loops) {
      CompletableFuture<BridgeStats> numbers = loop.numbers();
      run(100 * MILLI);
      LoopNumbers.checkNothingIsLeft(network.agenda.now(), loop, numbers.join());
    }
  }

  /** On good lines nothing is ever asked for again, and a key frame seldom. */
  void requireCalm(NetworkCamera camera) {
    CameraWatch watch = network.watch.of(camera);
    boolean often = camera.habits.heedsPli() && watch.keyFramesAsked() > viewers.size();
    if (watch.asked() > 0 || often) {
      throw new Violation(
          Rule.LOSS_IS_ASKED_FOR,
          network.agenda.now(),
          watch.asked() + " packets and " + watch.keyFramesAsked() + " key frames were asked for");
    }
    viewers.forEach(this::requireUntouched);
  }

  /** This viewer's line is good: every frame is shown, and nothing sent a second time. */
  void requireUntouched(NetworkViewer viewer) {
    ShownSlot slot = viewer.shown.get(MediaKind.VIDEO);
    long now = network.agenda.now();
    if (slot == null
        || slot.repairs.count() > 0
        || now - viewer.decoder.lastShownAt() > STEADY_NANOS) {
      throw new Violation(
          Rule.PICTURE_RUNS,
          now,
          viewer
              + " on a good line was disturbed; last frame at "
              + viewer.decoder.lastShownAt() / 1_000_000.0);
    }
  }

  /** A camera that heeds no request makes a key frame of its own accord at last. */
  private static long healing(NetworkCamera camera) {
    CameraHabits habits = camera.habits;
    long group = habits.keyFrameEvery() * SECOND / habits.framesPerSecond();
    return habits.heedsPli() ? HEALING_NANOS : Math.max(HEALING_NANOS, group + SECOND);
  }

  static void heal(NetworkPeer peer) {
    peer.up.become(LineQuality.good(20));
    peer.down.become(LineQuality.good(20));
    peer.up.blackOutUntil(0);
    peer.down.blackOutUntil(0);
  }

  /** A line that lost much may have been taken for one that is too slow. */
  private static boolean mayCountAsNarrow(NetworkViewer viewer) {
    long lost = viewer.down.lost();
    return viewer.habits.transportCc() && lost > (lost + viewer.down.carried()) / 20;
  }

  /** Nothing new is shown, or something old. */
  private boolean stands(NetworkViewer viewer) {
    long longest = viewer.mayBePaced() ? STEPPING_NANOS : FROZEN_NANOS;
    long since = network.agenda.now() - longest;
    return cameras.stream().anyMatch(each -> each.live && each.stream.equals(viewer.stream))
        && (viewer.decoder.lastShownAt() < since || viewer.decoder.newestMadeAt() < since);
  }

  private void requirePicture(NetworkViewer viewer) {
    if (stands(viewer)) {
      throw new Violation(
          Rule.PICTURE_RUNS,
          network.agenda.now(),
          viewer
              + " shows nothing new since "
              + viewer.decoder.lastShownAt() / 1_000_000.0
              + " ms, made at "
              + viewer.decoder.newestMadeAt() / 1_000_000.0
              + " ms; "
              + viewer.decoder.shown()
              + " frames before");
    }
  }
}
