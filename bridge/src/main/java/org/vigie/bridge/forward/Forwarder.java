package org.vigie.bridge.forward;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;

/**
 * Carries one Track into one Slot: chooses the Layer, and gives each of its packets a place in the
 * viewer's own sequence, timestamp and picture-id space, which runs on through every switch. It
 * decides only; {@link PacketRewriter} writes.
 *
 * <p>A viewer is moved to a Layer only at the start of its key frame. Every packet of every Layer
 * of the Track must be given to {@link #decide}, once each.
 */
public final class Forwarder {
  /** Says that no Layer is shown or wanted. */
  public static final int NO_LAYER = LayerChoice.NONE;

  /**
   * A step ahead by more than this is a source that started anew: no numbers are kept for what lies
   * between.
   */
  public static final int MAX_GAP = 1_000;

  private static final int SEGMENTS = 8;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long MAX_PAUSE_NANOS = 3_600 * NANOS_PER_SECOND;

  /** A camera whose newest picture is older has a pause, or is slower than 20 pictures a second. */
  private static final long MAX_LEAD_NANOS = 50_000_000L;

  private static final DropCause[] CAUSES = DropCause.values();

  private final MediaKind kind;
  private final FormatMatch formats;
  private final SequenceMap sequences;
  private final LayerChoice layers = new LayerChoice();
  private final InnerLayers inner = new InnerLayers();
  private final Segment[] ring = new Segment[SEGMENTS];
  private final long[] counts = new long[CAUSES.length];

  private int begun;
  private @Nullable Segment shown;
  private boolean fed;
  private int generation;
  private @Nullable Codec refused;

  private int newestTimestamp;
  private long newestCaptureNanos;
  private final int firstPictureId;
  private final int firstLevelZeroIndex;

  /**
   * A Forwarder that has shown nothing yet. The viewer's numbers start at random (RFC 3550, section
   * 5.1), the sequence in the lower half, so that losing the first packets cannot confuse SRTP's
   * rollover counter (RFC 3711, section 3.3.1).
   *
   * @param viewerFormats what the viewer negotiated for the Slot
   */
  public Forwarder(MediaKind kind, List<PayloadFormat> viewerFormats, RandomGenerator random) {
    this.kind = kind;
    this.formats = new FormatMatch(viewerFormats);
    this.sequences = new SequenceMap(1 + random.nextInt(0x7fff));
    this.newestTimestamp = random.nextInt();
    this.firstPictureId = random.nextInt(0x8000);
    this.firstLevelZeroIndex = random.nextInt(0x100);
    for (int i = 0; i < SEGMENTS; i++) {
      ring[i] = new Segment();
    }
  }

  /**
   * Decides what becomes of a packet.
   *
   * @return whether it is forwarded; the decision then holds its new numbers, and otherwise the
   *     cause
   */
  public boolean decide(long nowNanos, IncomingPacket packet, Decision decision) {
    DropCause cause = judge(nowNanos, packet, decision);
    count(cause, 1);
    if (cause == DropCause.NONE) {
      return true;
    }
    decision.drop(cause);
    return false;
  }

  private DropCause judge(long nowNanos, IncomingPacket packet, Decision decision) {
    if (!isCurrent(packet.layer())) {
      return DropCause.SUPERSEDED;
    }
    layers.arrived(nowNanos, packet);
    endFalseStart(packet);
    Segment segment = shown;
    if (segment != null && segment.carries(packet)) {
      long step = packet.sequence() - sequences.highestIncoming();
      if (step > 0 && step <= MAX_GAP) {
        return proceed(segment, packet, decision);
      }
      if (step > MAX_GAP) {
        shown = null;
      }
    }
    return startOrFill(nowNanos, packet, decision);
  }

  /** Notices a takeover: the first packet of a newer generation ends what was shown before. */
  private boolean isCurrent(Layer layer) {
    if (fed && layer.generation() < generation) {
      return false;
    }
    if (!fed || layer.generation() > generation) {
      fed = true;
      generation = layer.generation();
      shown = null;
      layers.reset();
    }
    return true;
  }

  /** The viewer was moved to a picture that turns out not to be a key frame. */
  private void endFalseStart(IncomingPacket packet) {
    Segment segment = shown;
    if (packet.keyFrameDenied() && segment != null && segment.beginsWithPictureOf(packet)) {
      shown = null;
    }
  }

  private DropCause proceed(Segment segment, IncomingPacket packet, Decision decision) {
    if (packet.paddingOnly()) {
      sequences.skip(packet.sequence(), 0);
      return DropCause.PADDING;
    }
    if (!inner.gives(packet, sequences.highestIncoming())) {
      sequences.skip(packet.sequence(), inner.newPicture() ? 1 : 0);
      return DropCause.INNER_LAYER;
    }
    long number = sequences.advance(packet.sequence());
    segment.decide(packet, number, sequences.leftOut(), decision);
    decision.end(inner.endsPicture(packet));
    noteTime(decision);
    return DropCause.NONE;
  }

  private void noteTime(Decision decision) {
    if (decision.timestamp() - newestTimestamp > 0) {
      newestTimestamp = decision.timestamp();
      newestCaptureNanos = decision.captureNanos();
    }
  }

  private DropCause startOrFill(long nowNanos, IncomingPacket packet, Decision decision) {
    long number = sequences.claim(packet.layer(), packet.sequence());
    if (number == SequenceMap.TAKEN) {
      return DropCause.DUPLICATE;
    }
    if (number != SequenceMap.UNMAPPED) {
      restore(packet, number, decision);
      noteTime(decision);
      return DropCause.NONE;
    }
    if (isBehind(packet)) {
      return DropCause.LATE;
    }
    return start(nowNanos, packet, decision);
  }

  /**
   * Decides of a packet with a number that was kept for it. What is not given goes out empty, as
   * padding does whose place could not be closed, so that the viewer does not wait for it.
   */
  void restore(IncomingPacket packet, long number, Decision decision) {
    Segment segment = sequences.segment();
    segment.decide(packet, number, sequences.leftOut(), decision);
    if (shows(segment)) {
      decision.end(inner.endsPicture(packet));
      decision.leaveOut(!inner.gave(packet));
    }
  }

  private boolean isBehind(IncomingPacket packet) {
    Segment segment = shown;
    return segment != null
        && segment.isOf(packet.layer())
        && packet.sequence() <= sequences.highestIncoming();
  }

  private DropCause start(long nowNanos, IncomingPacket packet, Decision decision) {
    endShownIfOf(packet.layer());
    PayloadFormat format = formats.of(packet.format());
    refused = format == null && shown == null ? packet.format().codec() : null;
    if (format == null) {
      return DropCause.CODEC;
    }
    if (packet.paddingOnly()) {
      return DropCause.PADDING;
    }
    if (!isWorthShowing(nowNanos, packet.layer().index())) {
      return DropCause.LAYER;
    }
    if (kind == MediaKind.AUDIO && wasOvertaken(packet)) {
      return DropCause.LATE; // those that came before it would be missing behind it
    }
    if (!packet.keyFrameStart()) {
      return shown == null ? DropCause.KEY_FRAME_AWAITED : DropCause.LAYER;
    }
    begin(packet, format, decision);
    return DropCause.NONE;
  }

  private static boolean wasOvertaken(IncomingPacket packet) {
    long behind = packet.layer().history().highest() - packet.sequence();
    return behind > 0 && behind < SequenceMap.LATEST;
  }

  /** The Layer that is shown goes on elsewhere, in another format or under another SSRC. */
  private void endShownIfOf(Layer layer) {
    if (shownLayer() == layer.index()) {
      shown = null;
    }
  }

  private boolean isWorthShowing(long nowNanos, int layer) {
    int current = shownLayer();
    return layers.allows(layer)
        && (current == NO_LAYER
            || !layers.allows(current)
            || !layers.arrives(nowNanos, current)
            || layers.isBetter(layer, current));
  }

  private void begin(IncomingPacket packet, PayloadFormat format, Decision decision) {
    Segment segment = beginSegment(packet, format, nextTimestamp(packet.captureNanos(), format, 1));
    enter(segment, packet, decision);
  }

  private Segment beginSegment(IncomingPacket packet, PayloadFormat format, int timestamp) {
    Segment before = begun == 0 ? null : ring[(begun - 1) % SEGMENTS];
    Segment segment = ring[begun % SEGMENTS];
    segment.begin(
        packet,
        format,
        timestamp,
        before == null ? firstPictureId : before.newestPictureId() + 1,
        before == null ? firstLevelZeroIndex : (before.newestLevelZeroIndex() + 1) & 0xff,
        before == null ? firstPictureId : (before.newestFrameNumber() + 1) & 0xffff);
    inner.begin(packet);
    begun = begun + 1 == 2 * SEGMENTS ? SEGMENTS : begun + 1;
    shown = segment;
    return segment;
  }

  private void enter(Segment segment, IncomingPacket packet, Decision decision) {
    long number = sequences.begin(segment, packet.sequence());
    segment.decide(packet, number, sequences.leftOut(), decision);
    decision.end(inner.endsPicture(packet));
    newestTimestamp = decision.timestamp();
    newestCaptureNanos = decision.captureNanos();
    decision.markStart();
  }

  /** Time goes on by as much as passed between the captures, and forward by this many at least. */
  private int nextTimestamp(long captureNanos, PayloadFormat format, int least) {
    if (begun == 0) {
      return newestTimestamp;
    }
    long pause = Math.min(MAX_PAUSE_NANOS, captureNanos - newestCaptureNanos);
    long ticks = pause * format.codec().clockRate() / NANOS_PER_SECOND;
    return newestTimestamp + (int) Math.max(least, ticks);
  }

  /**
   * Moves the viewer to the key frame with which a replay begins, whatever was shown. Its packets
   * and those that follow are then given to {@link #decide} in order.
   *
   * @param durationNanos until the replay will have caught up
   * @return whether it is forwarded; if not, the replay is of no use
   */
  public boolean startReplay(
      long nowNanos, Replay replay, IncomingPacket packet, long durationNanos, Decision decision) {
    PayloadFormat format = isCurrent(packet.layer()) ? formats.of(packet.format()) : null;
    refused = format == null ? packet.format().codec() : null;
    if (format == null) {
      decision.drop(DropCause.CODEC);
      count(DropCause.CODEC, 1);
      return false;
    }
    layers.arrived(nowNanos, packet);
    int rate = format.codec().clockRate();
    int sinceLive = ticks(Math.min(MAX_LEAD_NANOS, nowNanos - replay.liveArrivalNanos()), rate);
    int liveAt = nextTimestamp(replay.liveCaptureNanos(), format, 1);
    Segment segment = beginSegment(packet, format, liveAt + sinceLive);
    segment.beginInThePast(
        replay.liveTimestamp(),
        replay.liveCaptureNanos(),
        sinceLive,
        Math.max(1, ticks(durationNanos, rate)));
    enter(segment, packet, decision);
    count(DropCause.NONE, 1);
    return true;
  }

  private static int ticks(long nanos, int rate) {
    return (int) (Math.max(0, nanos) * rate / NANOS_PER_SECOND);
  }

  /**
   * Says how much the viewer's line has room for: what is shown changes with the next key frame of
   * the best Layer that fits. Until then, and where none fits, temporal and spatial layers within
   * it are left out.
   *
   * @param layerBps what each takes
   * @return whether even the least that arrives is too much
   */
  public boolean fit(long nowNanos, long[] layerBps, long bps) {
    boolean tooMuch = layers.fit(nowNanos, layerBps, shownLayer(), bps);
    Layer newest = begun == 0 ? null : ring[(begun - 1) % SEGMENTS].layer();
    if (newest != null) {
      inner.fit(nowNanos, newest.history(), bps);
    }
    return tooMuch && (newest == null || inner.tooMuch());
  }

  /** Says in how many pixels it is shown: a Layer larger than needed for them is not. */
  public void size(long pixels) {
    layers.size(pixels);
  }

  /** How large a Layer may be shown, in percent of its own width and height. */
  public void stretch(int percent) {
    layers.stretch(percent);
  }

  /** Whether a Layer is not larger than needed. */
  public boolean needs(int layer) {
    return layers.isNeeded(layer);
  }

  /** Whether more arrives than the line has room for. */
  public boolean isLimited() {
    return layers.isLimited() || inner.isLimited();
  }

  /** Whether what is shown is more than the line has room for, however little of it is given. */
  public boolean showsTooMuch() {
    return shown != null && !layers.allows(shownLayer()) && inner.tooMuch();
  }

  /** How much of what is shown the viewer is given, bps; 0 if nothing is shown. */
  public long givenBps(long nowNanos) {
    Layer layer = shown == null ? null : shown.layer();
    return layer == null ? 0 : inner.givenBps(nowNanos, layer.history());
  }

  /** Whether this packet goes on where the last one ended. */
  public boolean goesOnWith(IncomingPacket packet) {
    return shows(packet.layer()) && packet.sequence() > sequences.highestIncoming();
  }

  /** A packet came that will be given to {@link #decide} later. */
  public void notice(long nowNanos, IncomingPacket packet) {
    layers.arrived(nowNanos, packet);
  }

  /**
   * Gives the viewer temporal and spatial layers up to these: fewer from the next picture on, more
   * from where the stream allows.
   *
   * @param temporal 0 to 7
   * @param spatial 0 to 7
   */
  void limit(int temporal, int spatial) {
    inner.want(temporal, spatial);
  }

  /** What is shown cannot go on: the next key frame is awaited. */
  public void awaitKeyFrame() {
    shown = null;
  }

  /**
   * The Layer from which a key frame is needed, or {@link #NO_LAYER}: because nothing can be shown
   * before it, or because a better Layer arrives than the one shown, or more of it. Ask again and
   * again; whoever asks the camera throttles.
   */
  public int wantedLayer(long nowNanos) {
    if (kind == MediaKind.AUDIO || refused != null) {
      return NO_LAYER;
    }
    int current = shownLayer();
    int best = layers.best(nowNanos);
    if (current == NO_LAYER) {
      return best == NO_LAYER ? 0 : best;
    }
    boolean better = best != NO_LAYER && best != current && isWorthShowing(nowNanos, best);
    if (better) {
      return best;
    }
    return inner.needsKeyFrame(nowNanos) ? current : NO_LAYER;
  }

  /** The Layer that is shown, or {@link #NO_LAYER}. */
  public int shownLayer() {
    Layer layer = shown == null ? null : shown.layer();
    return layer == null ? NO_LAYER : layer.index();
  }

  /** Whether what is shown does not arrive any more, while others do or none does. */
  public boolean showsSilence(long nowNanos) {
    return shown != null && !layers.arrives(nowNanos, shownLayer());
  }

  /** Whether a replay of this Layer would show what the viewer should see. */
  public boolean mayReplay(long nowNanos, int layer) {
    int best = showsSilence(nowNanos) ? layers.best(nowNanos) : NO_LAYER;
    return layers.allows(layer) && (best == NO_LAYER || layer == best);
  }

  /** Whether that is this one. */
  public boolean shows(@Nullable Layer layer) {
    return layer != null && shown != null && shown.isOf(layer);
  }

  /** Whether this is the stretch that is shown. */
  boolean shows(Segment segment) {
    return shown == segment;
  }

  /** What the Track now carries, if the viewer has not negotiated it. */
  public @Nullable Codec refusedCodec() {
    return refused;
  }

  /** Another Track will be shown: its first key frame goes on in the same spaces. */
  public void detach() {
    shown = null;
    fed = false;
    refused = null;
    layers.reset();
    inner.want(LayerPlace.HIGHEST, LayerPlace.HIGHEST);
  }

  /** The viewer leaves: lets go of every source. */
  public void release() {
    detach();
    for (Segment segment : ring) {
      segment.clear();
    }
  }

  /** Packets so far that met this fate. */
  public long count(DropCause cause) {
    return count(cause, 0);
  }

  @SuppressWarnings("EnumOrdinal") // an index that lives as long as this object
  private long count(DropCause cause, int more) {
    return counts[cause.ordinal()] += more;
  }

  /** For retransmission: what a viewer's sequence number stands for. */
  SequenceMap sequences() {
    return sequences;
  }
}
