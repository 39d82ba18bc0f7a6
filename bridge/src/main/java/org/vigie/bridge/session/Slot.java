package org.vigie.bridge.session;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.bandwidth.SentPackets;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.feedback.RepairPatience;
import org.vigie.bridge.feedback.SenderStatistics;
import org.vigie.bridge.forward.Decision;
import org.vigie.bridge.forward.Forwarder;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.Overtaken;
import org.vigie.bridge.forward.PacketRewriter;
import org.vigie.bridge.forward.RepairBudget;
import org.vigie.bridge.forward.Retransmitter;
import org.vigie.bridge.rtp.RtcpWriter;

/** One m-line of a viewer's Session, with its own SSRC, in which a Track is shown. */
public final class Slot {
  private static final int FIRST_SEQUENCES = 0x8000;

  /** What was replayed can be asked for again for as long as other packets. */
  private static final long REPAIR_NANOS = 1_500_000_000L;

  /** A line that takes less at once takes no burst: four packets. */
  private static final int BURST_BYTES = 4_800;

  /** A line that takes fewer times what is shown is paced. */
  private static final int SLOW_TIMES = 4;

  /** What a line that hinders nothing is given, to see whether it takes it. */
  private static final double ROOM = 1.1;

  /** What is shown takes so many times what a line has that is much too slow. */
  private static final double FAR_TIMES = 1.4;

  /** What a probe is filled with, as browsers' own senders do. */
  private static final int PADDING_BYTES = 224;

  private final SlotSpec spec;
  private final int ssrc;
  private final boolean rtx;
  private final SecureTransport transport;
  private final SendStamp stamp;
  private final Lane lane;
  private final Forwarder forwarder;
  private final PacketRewriter rewriter;
  private final Retransmitter retransmitter;
  private final SenderStatistics statistics = new SenderStatistics();
  private final Decision decision = new Decision();
  private final Overtaken overtaken = new Overtaken();
  private final Replays replays;
  private final RepairBudget budget;
  private final SlotReplay replay;
  private final RepairPatience patience = new RepairPatience();
  private NarrowGate gate = new NarrowGate();
  private final SlotPace pace = new SlotPace();
  private final LayerRates rates = new LayerRates();
  private final KeyFrameWish wish = new KeyFrameWish();
  private long shownPixels = Long.MAX_VALUE;
  private boolean ticking;
  private boolean pictureEnded;
  private @Nullable SlotSource source;
  private int burst;
  private int hastyLayers;

  Slot(
      SlotSpec spec,
      SlotDescription description,
      SecureTransport transport,
      SendStamp stamp,
      Replays replays,
      RepairBudget budget,
      NtpClock clock,
      RandomGenerator random) {
    this.spec = spec;
    this.ssrc = (int) description.ssrc();
    this.rtx = description.rtxSsrc().isPresent();
    this.transport = transport;
    this.stamp = stamp;
    this.replays = replays;
    this.budget = budget;
    this.replay = new SlotReplay(replays.startBps());
    this.lane = transport.newLane();
    this.burst = stamp.newBurst();
    this.forwarder = new Forwarder(spec.kind(), spec.formats(), random);
    int rtxSsrc = (int) description.rtxSsrc().orElse(0);
    this.rewriter = new PacketRewriter(ssrc, rtxSsrc, spec.mid(), spec.extensions(), clock);
    this.retransmitter =
        new Retransmitter(forwarder, rewriter, budget, random.nextInt(FIRST_SEQUENCES));
  }

  /** Sound or picture. */
  public MediaKind kind() {
    return spec.kind();
  }

  String mid() {
    return spec.mid();
  }

  int ssrc() {
    return ssrc;
  }

  /** Shows a Track from now on, in the same sequence and time as what was shown before. */
  void show(long nowNanos, SlotSource newSource) {
    source = newSource;
    wish.restart();
    renewWish(nowNanos);
  }

  /** Something has changed: what is needed is asked for at once. */
  void renewWish(long nowNanos) {
    wish.renew();
    ask(nowNanos);
  }

  /** Shows nothing; what comes next is not what its line was too slow for. */
  public void hide() {
    source = null;
    endReplay();
    pace.end();
    pace.off();
    gate = new NarrowGate();
    rewriter.showAtOnce(false);
    endBurst();
    forwarder.detach();
  }

  void release() {
    source = null;
    endReplay();
    pace.end();
    forwarder.release();
  }

  /**
   * A packet of the Track that is shown; it leaves with {@link #letLeave}, or once the line cannot
   * take more at once.
   *
   * @param padded whether it is made as long as those of its picture around it
   */
  public void forward(long nowNanos, IncomingPacket packet, boolean padded) {
    if (packet.keyFrameStart() && forwarder.shows(packet.layer())) {
      wish.keyFrameCame(nowNanos);
    }
    if (!transport.ready() || replay.keepsBack(packet) || waits(nowNanos, packet)) {
      return;
    }
    if (isTaken(nowNanos, packet) && forwarder.decide(nowNanos, packet, decision)) {
      boolean starts = decision.starts();
      if (starts) {
        pace.end();
        gate.starts(nowNanos, packet);
        wish.keyFrameCame(nowNanos);
      }
      send(nowNanos, packet, padded);
      if (starts && kind() == MediaKind.VIDEO) {
        sendOvertaken(nowNanos, packet, padded);
      }
    }
    if (lane.heldBytes() >= stamp.burstBytes()) {
      endBurst();
    }
    ask(nowNanos);
  }

  /** Where the line is too slow for what is shown, key frames begin with a pause between them. */
  private boolean isTaken(long nowNanos, IncomingPacket packet) {
    if (kind() == MediaKind.AUDIO || forwarder.shows(packet.layer()) || gate.mayStart(nowNanos)) {
      return true;
    }
    forwarder.notice(nowNanos, packet); // what is not noticed counts as silent
    return false;
  }

  /** Whether it leaves later, because the line has no room for it now. */
  private boolean waits(long nowNanos, IncomingPacket packet) {
    boolean paced = pace.isOn() || pace.waits(); // what waits is not overtaken
    if (!paced || kind() == MediaKind.AUDIO) {
      return false;
    }
    if (!pace.cursor().willReach(packet)) {
      if (pace.waits() || pace.allows(nowNanos) || !forwarder.goesOnWith(packet)) {
        return false;
      }
      pace.begin(packet);
      tick(nowNanos);
    }
    forwarder.notice(nowNanos, packet);
    return true;
  }

  private void tick(long nowNanos) {
    if (!ticking) {
      ticking = true;
      replays.pace(nowNanos, this);
    }
  }

  /** Sends what has waited and may leave now, and what a probe needs; false if that is all. */
  boolean onPace(long nowNanos) {
    ticking = false; // should it fail, it does not fail again
    if (transport.ready()) {
      sendWaiting(nowNanos);
      sendPadding(nowNanos);
    } else {
      pace.end();
    }
    ticking = pace.waits() || stamp.isProbing(nowNanos, this);
    return ticking;
  }

  private void sendWaiting(long nowNanos) {
    if (!forwarder.shows(pace.cursor().layer())) {
      pace.end();
      return;
    }
    while (pace.waits() && pace.allows(nowNanos)) {
      if (pace.waitedNanos(nowNanos) > gate.lateNanos(pictureEnded)) {
        cut(nowNanos);
        return;
      }
      IncomingPacket next = pace.cursor().next();
      if (next == null) {
        pace.end();
      } else if (forwarder.decide(nowNanos, next, decision)) {
        send(nowNanos, next, false);
        lane.release();
      }
    }
    endBurst();
  }

  /** What is shown ends here: live goes on with the next key frame. */
  private void cut(long nowNanos) {
    endReplay();
    pace.end();
    endBurst();
    forwarder.awaitKeyFrame();
    renewWish(nowNanos);
  }

  private void sendPadding(long nowNanos) {
    while (stamp.probeBytes(nowNanos, this) > 0) {
      int length =
          retransmitter.pad(
              decision, PADDING_BYTES, transport.array(), transport.offset(), transport.limit());
      if (length <= 0) {
        stamp.endProbe();
        return;
      }
      stamp(nowNanos, length, SentPackets.NO_BURST);
      pace.took(length);
      if (!transport.addRtp(length, lane)) {
        stamp.endProbe();
      }
    }
    lane.release();
  }

  /** A probe of the line has begun, and this Slot fills it. */
  boolean fillsProbe(long nowNanos) {
    boolean can = rtx && kind() == MediaKind.VIDEO && statistics.packets() > 0;
    if (can) {
      tick(nowNanos);
    }
    return can;
  }

  /** It is shown in so many pixels, as far as that is known. */
  void size(long nowNanos, long pixels) {
    shownPixels = pixels;
    forwarder.size(pixels);
    renewWish(nowNanos);
  }

  /** A Layer may be shown as large as this, in percent of its own width and height. */
  void stretch(long nowNanos, int percent) {
    forwarder.stretch(percent);
    renewWish(nowNanos);
  }

  /** In how many pixels it is shown; {@link Long#MAX_VALUE} as long as that is not known. */
  public long shownPixels() {
    return shownPixels;
  }

  /** The priority of what it shows. */
  int weight() {
    return source == null ? 0 : source.weight();
  }

  /** Finds what each Layer takes now. */
  LayerRates measure(long nowNanos) {
    rates.measure(nowNanos, source, forwarder);
    return rates;
  }

  /**
   * So much of the line is this Slot's: what is shown is chosen by that.
   *
   * @param bps what it may take in the long run
   * @param paceBps what it may be given now
   * @param hindered whether what is given now meets a queue, losses or a bound
   * @return what it takes
   */
  long fit(long nowNanos, long bps, long paceBps, boolean hindered) {
    boolean limitedBefore = forwarder.isLimited();
    boolean tooSlow = forwarder.fit(nowNanos, rates.all(), bps);
    gate.narrow(nowNanos, tooSlow, rates.least() > FAR_TIMES * bps, hindered);
    gate.gives(bps);
    rewriter.showAtOnce(gate.isClosing());
    long takesBps =
        forwarder.shownLayer() == Forwarder.NO_LAYER
            ? rates.of(Math.max(0, forwarder.wantedLayer(nowNanos)))
            : forwarder.givenBps(nowNanos);
    boolean held = hindered || gate.isClosing();
    long givenBps = held ? paceBps : Math.max(paceBps, (long) (takesBps * ROOM));
    pace.set(nowNanos, takesBps * SLOW_TIMES >= bps, givenBps);
    if (gate.isPaused() || (forwarder.showsTooMuch() && stamp.queueIsLong())) {
      cut(nowNanos);
    } else if (limitedBefore != forwarder.isLimited()) {
      renewWish(nowNanos);
    }
    return gate.isPaused() ? 0 : Math.min(bps, takesBps);
  }

  /** What the least of its Layers takes, as found by the last {@link #measure}, bps. */
  long leastBps() {
    return rates.least();
  }

  /** Whether the line is too slow for even the least Layer, or leaves nothing. */
  NarrowGate gate() {
    return gate;
  }

  /** Whether a better Layer is kept back because the line has no room for it. */
  boolean isLimited() {
    return forwarder.isLimited();
  }

  /** Whether it shows something. */
  boolean isShowing() {
    return source != null;
  }

  /** Whether it is to be given each packet of this Layer as it comes, as found the last time. */
  public boolean isHasty(int layer) {
    return (hastyLayers >> layer & 1) != 0;
  }

  /** Finds that out: where the viewer's line takes no burst, packets leave as they come. */
  public boolean becomesHasty(int layer) {
    boolean hasty = stamp.burstBytes() < BURST_BYTES;
    hastyLayers = hasty ? hastyLayers | 1 << layer : hastyLayers & ~(1 << layer);
    return hasty;
  }

  /** Nothing of this Layer waits any more. */
  public void letLeave(int layer) {
    int shown = forwarder.shownLayer();
    if (shown == layer || shown == Forwarder.NO_LAYER) {
      endBurst();
    }
  }

  private void endBurst() {
    lane.release();
    burst = stamp.newBurst();
  }

  private void sendOvertaken(long nowNanos, IncomingPacket first, boolean padded) {
    overtaken.begin(nowNanos, first);
    for (IncomingPacket next = overtaken.next(); next != null; next = overtaken.next()) {
      if (forwarder.decide(nowNanos, next, decision)) {
        send(nowNanos, next, padded);
      }
    }
  }

  private void send(long nowNanos, IncomingPacket packet, boolean padded) {
    int length =
        rewriter.write(packet, decision, transport.array(), transport.offset(), transport.limit());
    if (length <= 0) {
      return;
    }
    stamp(nowNanos, length, burst);
    if (padded ? transport.addPaddedRtp(length, lane) : transport.addRtp(length, lane)) {
      statistics.sent(packet.rtp().payloadLength());
      gate.sent(packet, length);
      pace.took(length);
      pictureEnded = packet.rtp().marker();
      budget.earn(length);
      statistics.timed(
          decision.timestamp(), decision.captureNanos(), decision.format().codec().clockRate());
    }
  }

  private void stamp(long nowNanos, int length, int burstName) {
    stamp.write(
        nowNanos,
        transport.array(),
        length,
        rewriter.transportSequenceOffset(),
        rewriter.absSendTimeOffset(),
        burstName);
  }

  /** Sees to a key frame if nothing can be shown without, or if it brings a better Layer. */
  private void ask(long nowNanos) {
    if (!wish.mayLook(nowNanos) || source == null || mustWait(nowNanos)) {
      return;
    }
    wish.looked(nowNanos);
    int layer = forwarder.wantedLayer(nowNanos);
    if (layer == Forwarder.NO_LAYER) {
      passOnWish(nowNanos, source);
      return;
    }
    boolean needed =
        forwarder.shownLayer() == Forwarder.NO_LAYER || forwarder.showsSilence(nowNanos);
    if (!needed || !startReplay(nowNanos, source)) {
      replays.none();
      source.requestKeyFrame(nowNanos, layer);
    }
  }

  private boolean mustWait(long nowNanos) {
    return replay.running() || !gate.mayAsk(nowNanos, pace.bps());
  }

  /** Begins to catch up from the newest key frame; false if that cannot be. */
  private boolean startReplay(long nowNanos, SlotSource from) {
    if (kind() == MediaKind.AUDIO || !wish.mayReplay(nowNanos) || gate.isClosing()) {
      return false;
    }
    Layer layer = replay.choose(nowNanos, from, forwarder, stamp.lineBps());
    if (layer == null) {
      return false;
    }
    if (!transport.ready()) {
      return true; // it will be there when the viewer is
    }
    if (!replays.hasRoom() || !replay.start(nowNanos, layer, stamp.lineBps())) {
      replays.refuse();
      return false;
    }
    pace.end();
    wish.replayed(nowNanos);
    replays.add(nowNanos, this);
    return true;
  }

  private void endReplay() {
    if (replay.running()) {
      replay.end();
      replays.remove(this);
    }
  }

  /** Sends what is due of the replay; false if that is over. */
  boolean catchUp(long nowNanos) {
    Layer layer = replay.cursor().layer();
    boolean goesOn =
        transport.ready() && replay.goOn(nowNanos, stamp.lineBps()) && sendReplayed(nowNanos);
    endBurst();
    if (goesOn && !replay.cursor().caughtUp()) {
      return true;
    }
    replay.end();
    if (goesOn) {
      replays.complete();
      return false;
    }
    // Another Layer or camera may have begun with a key frame meanwhile.
    if (forwarder.shows(layer)) {
      forwarder.awaitKeyFrame();
    }
    renewWish(nowNanos);
    return false;
  }

  /** False if the replay is of no use any more. */
  private boolean sendReplayed(long nowNanos) {
    retransmitter.replayedUntil(nowNanos + REPAIR_NANOS);
    boolean starts = replay.cursor().atStart();
    for (IncomingPacket next = replay.next(); next != null; next = replay.next()) {
      if (starts && !beginReplay(nowNanos, next)) {
        return false;
      }
      if (starts || forwarder.decide(nowNanos, next, decision)) {
        replays.sent(next.rtp().length());
        send(nowNanos, next, !next.rtp().marker());
      }
      starts = false;
      if (lane.heldBytes() >= stamp.burstBytes()) {
        endBurst();
      }
    }
    return forwarder.shows(replay.cursor().layer());
  }

  private boolean beginReplay(long nowNanos, IncomingPacket first) {
    return forwarder.startReplay(
        nowNanos, replay.cursor(), first, replay.durationNanos(), decision);
  }

  /** What the Track carries, if the viewer has not negotiated it. */
  @Nullable Codec refusedCodec() {
    return forwarder.refusedCodec();
  }

  /** The viewer lost a picture and says that it cannot go on. */
  void pictureLost(long nowNanos) {
    if (source == null || kind() != MediaKind.VIDEO || mustWait(nowNanos)) {
      return;
    }
    if (wish.lost(nowNanos) && !startReplay(nowNanos, source)) {
      passOnWish(nowNanos, source);
    }
  }

  private void passOnWish(long nowNanos, SlotSource to) {
    int shown = Math.max(0, forwarder.shownLayer());
    if (wish.isDue(nowNanos, to.layer(shown))) {
      wish.passedOn(nowNanos);
      replays.none();
      to.requestKeyFrame(nowNanos, shown);
    }
  }

  /** The viewer misses the packet with this sequence number of its space. */
  void retransmit(long nowNanos, int sequence) {
    if (!rtx) {
      // The same SRTP index must not protect other bytes, so only a key frame helps.
      pictureLost(nowNanos);
      return;
    }
    boolean useless = stamp.queueIsLong() && forwarder.shownLayer() == Forwarder.NO_LAYER;
    if (!transport.ready() || useless) {
      return;
    }
    int length =
        retransmitter.retransmit(
            nowNanos,
            sequence,
            statistics.rttNanos(),
            transport.array(),
            transport.offset(),
            transport.limit());
    if (length == Retransmitter.TOO_OLD) {
      pictureLost(nowNanos);
    } else if (length != Retransmitter.NOTHING) {
      stamp(nowNanos, length, SentPackets.NO_BURST);
      pace.took(length);
      transport.sendRtp(length);
      holdBack(nowNanos);
    }
  }

  /** What the viewer's own line loses should not show either. */
  private void holdBack(long nowNanos) {
    patience.observed(nowNanos, retransmitter.retransmitted(), statistics.rttNanos());
    rewriter.holdBack(patience.millis());
  }

  void reported(long nowNanos, NtpClock clock, int lastReport, int delay, int fractionLost) {
    statistics.reported(nowNanos, clock, lastReport, delay, fractionLost);
    holdBack(nowNanos);
  }

  /** Writes a sender report, if there is something to report. */
  boolean report(long nowNanos, NtpClock clock, RtcpWriter writer) {
    return source != null
        && source.timeIsKnown(nowNanos)
        && statistics.reportable()
        && writer.senderReport(
            ssrc,
            clock.ntp(nowNanos),
            statistics.rtpTimestampAt(nowNanos),
            Integer.toUnsignedLong(statistics.packets()),
            Integer.toUnsignedLong(statistics.octets()));
  }

  long retransmitted() {
    return retransmitter.retransmitted();
  }

  void addTo(MediaCounters counters) {
    counters.add(forwarder, retransmitter, rewriter, statistics);
  }
}
