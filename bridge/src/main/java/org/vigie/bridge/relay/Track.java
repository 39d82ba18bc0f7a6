package org.vigie.bridge.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.PacketHistory;
import org.vigie.bridge.session.Slot;
import org.vigie.bridge.session.SlotSource;
import org.vigie.bridge.session.TrackSink;

/**
 * One medium of a Stream: keeps each packet once and hands it to every Slot that shows it. It stays
 * while cameras come and go.
 */
final class Track implements TrackSink, SlotSource {
  /** Whoever feeds the Track now. */
  interface Feed {
    void requestKeyFrame(long nowNanos, int layer);

    boolean timeIsKnown(long nowNanos);
  }

  /**
   * With more Slots than this, other Loops begin at once and do not wait until these are served.
   */
  private static final int FEW = 16;

  private final MediaKind kind;
  private final ChunkPool pool;
  private final HistoryConfig remembered;
  private final TurnEnd turnEnd;
  private final List<Slot> slots = new ArrayList<>();
  private final @Nullable Layer[] layers = new Layer[Layer.MAX_LAYERS];
  private final FrameHold[] holds = new FrameHold[Layer.MAX_LAYERS];
  private final Gathering[] gatherings = new Gathering[Layer.MAX_LAYERS];
  private final List<MirrorFeed> mirrors = new ArrayList<>();
  private final int[] layerNumbers = new int[Layer.MAX_LAYERS];
  private Duration historyAge;
  private int weight = 1;
  private @Nullable Feed feed;
  private int generation;
  private int layersMade;
  private long lastNanos;
  private int leaving;

  /** A Track that nobody feeds; the packets of a picture wait for each other at most so long. */
  Track(
      MediaKind kind,
      ChunkPool pool,
      HistoryConfig remembered,
      Duration coalesce,
      TurnEnd turnEnd) {
    this.kind = kind;
    this.pool = pool;
    this.remembered = remembered;
    this.historyAge = remembered.age();
    this.turnEnd = turnEnd;
    long longest = kind == MediaKind.VIDEO ? coalesce.toNanos() : 0;
    Arrays.setAll(holds, i -> new FrameHold(longest));
    Arrays.setAll(gatherings, i -> new Gathering(i, longest > 0));
  }

  MediaKind kind() {
    return kind;
  }

  /** From now on it is carried in another way. */
  void tune(StreamTuning tuning) {
    long longest = kind == MediaKind.VIDEO ? tuning.coalesce().toNanos() : 0;
    historyAge = tuning.historyAge();
    weight = tuning.weight();
    for (int i = 0; i < layers.length; i++) {
      holds[i].waitAtMost(longest);
      gatherings[i].pad(longest > 0);
      Layer layer = layers[i];
      if (layer != null) {
        layer.history().keepFor(historyAge);
      }
    }
  }

  /** Another camera's Session feeds it from now on. */
  void feedFrom(Feed newFeed) {
    release();
    generation++;
    feed = newFeed;
  }

  /** Nobody feeds it; what the viewers have been shown stays numbered. */
  void release() {
    feed = null;
    for (int i = 0; i < layers.length; i++) {
      releaseLayer(i);
    }
  }

  private void releaseLayer(int index) {
    Layer layer = layers[index];
    if (layer != null) {
      holds[index].restart();
      letLeave(index);
      layer.history().release();
      layers[index] = null;
    }
  }

  @Override
  public Layer newLayer(int index, ExtensionIds extensions) {
    return newLayer(generation, index, extensions);
  }

  /** The same for a mirror, whose generations are those of its home. */
  Layer newLayer(int ofGeneration, int index, ExtensionIds extensions) {
    releaseLayer(index);
    layerNumbers[index] = ++layersMade;
    PacketHistory history = new PacketHistory(pool, remembered);
    history.keepFor(historyAge);
    Layer layer = new Layer(ofGeneration, index, extensions, history);
    layers[index] = layer;
    return layer;
  }

  @Override
  public void onTime(long nowNanos) {
    for (Layer layer : layers) {
      if (layer != null) {
        layer.history().expire(nowNanos);
        if (holds[layer.index()].expire(nowNanos)) {
          letLeave(layer.index());
        }
      }
    }
  }

  @Override
  public long nextDeadlineNanos() {
    long deadline = Long.MAX_VALUE;
    for (FrameHold hold : holds) {
      deadline = Math.min(deadline, hold.deadlineNanos());
    }
    return deadline;
  }

  @Override
  public void packet(long nowNanos, IncomingPacket packet) {
    if (packet.layer() != layers[packet.layer().index()]) {
      return;
    }
    packet.layer().history().store(nowNanos, packet);
    FrameHold hold = holds[packet.layer().index()];
    if (hold.endsBefore(packet)) {
      hold.stop();
      letLeave(packet.layer().index());
    }
    boolean waits = hold.take(nowNanos, packet);
    if (!mirrors.isEmpty()) {
      copyToMirrors(nowNanos, packet);
    }
    lastNanos = nowNanos;
    Gathering gathering = gatherings[packet.layer().index()];
    if (!gathering.add(nowNanos, packet)) {
      gathering.giveOut(nowNanos, slots, packet);
    }
    if (!waits) {
      leaveAtTurnEnd(packet.layer().index());
    }
  }

  private void leaveAtTurnEnd(int layer) {
    if (leaving == 0) {
      turnEnd.add(this);
    }
    leaving |= 1 << layer;
  }

  /** What need not wait any longer leaves. */
  void endTurn() {
    int due = leaving;
    leaving = 0; // also if it fails
    for (int layer = 0; layer < gatherings.length; layer++) {
      if ((due >> layer & 1) != 0) {
        letLeave(layer);
      }
    }
  }

  private void letLeave(int layer) {
    gatherings[layer].letLeave(lastNanos, slots);
  }

  private void copyToMirrors(long nowNanos, IncomingPacket packet) {
    int index = packet.layer().index();
    boolean timeIsKnown = timeIsKnown(nowNanos);
    boolean afterGap = false;
    for (int i = 0; i < mirrors.size(); i++) {
      afterGap |= mirrors.get(i).add(packet, layerNumbers[index], timeIsKnown);
      if (slots.size() > FEW) {
        mirrors.get(i).callFarLoop();
      }
    }
    if (afterGap && kind == MediaKind.VIDEO) {
      requestKeyFrame(nowNanos, index);
    }
  }

  /** Adds what viewers can start with. */
  void addTo(Map<String, Long> counters) {
    for (Layer layer : layers) {
      long bytes = layer == null ? 0 : layer.history().groupBytes();
      if (bytes > 0) {
        counters.merge("history.key-frames", 1L, Long::sum);
        counters.merge("history.key-frame-bytes", bytes, Long::sum);
      }
    }
  }

  /** Tells its Layer at this place from those that were there before. */
  int layerNumber(int index) {
    return layerNumbers[index];
  }

  /** Copies every packet to a mirror from now on. */
  void mirrorTo(MirrorFeed mirror) {
    mirrors.add(mirror);
  }

  void stopMirroring(Mirror mirror) {
    mirrors.removeIf(feed -> feed.mirror() == mirror);
  }

  @Override
  public void requestKeyFrame(long nowNanos, int layer) {
    if (feed != null) {
      feed.requestKeyFrame(nowNanos, layer);
    }
  }

  @Override
  public @Nullable Layer layer(int index) {
    return layers[index];
  }

  @Override
  public boolean timeIsKnown(long nowNanos) {
    return feed != null && feed.timeIsKnown(nowNanos);
  }

  @Override
  public int weight() {
    return weight;
  }

  void add(Slot slot) {
    letAllLeave();
    slots.add(slot);
    for (Gathering gathering : gatherings) {
      gathering.added(slot);
    }
  }

  void remove(Slot slot) {
    letAllLeave();
    slots.remove(slot);
    for (Gathering gathering : gatherings) {
      gathering.removed(slot);
    }
  }

  /** The largest size in which a Slot shows it, in pixels; 0 if none does. */
  long shownPixels() {
    long most = 0;
    for (Slot slot : slots) {
      most = Math.max(most, slot.shownPixels());
    }
    return most;
  }

  /** What was gathered is for those who are there. */
  private void letAllLeave() {
    for (int layer = 0; layer < gatherings.length; layer++) {
      letLeave(layer);
    }
  }
}
