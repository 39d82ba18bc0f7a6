package org.vigie.signaling.bandwidth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.vigie.bridge.api.LayerStats;
import org.vigie.bridge.api.StreamStats;
import org.vigie.signaling.settings.live.LayerRates;

/**
 * The simulcast layers of each camera and what is asked of them: what each may take, and that those
 * rest that nobody needs. Its owner sees to it that one thread at a time is in here.
 */
final class CameraLayers {
  /** The headers' part of a picture's rate. */
  private static final double HEADERS = 0.07;

  /** Browsers stop a picture that has less, bps. */
  private static final long LEAST_BPS = 30_000;

  private final Map<String, List<Layer>> byCamera = new HashMap<>();

  /** One, and how many pixels its pictures have; 0 if that is not known. */
  private record Layer(String rid, long pixels) {}

  /** Which layers of a camera somebody needs. */
  sealed interface Need {
    /** Those for a picture of so many pixels, or of any size, {@link StreamStats#ANY_SIZE}. */
    record Shown(long pixels, double stretched) implements Need {}

    /** The smallest, for a camera that nobody watches, and all in all this, with its sound, bps. */
    record Idle(long bps, long soundBps) implements Need {}

    /** None. */
    record Nothing() implements Need {}
  }

  /** What arrives of a camera. */
  void observe(StreamStats stream) {
    List<Layer> layers =
        stream.tracks().stream()
            .map(track -> ranked(track.simulcast()))
            .filter(each -> each.size() > 1)
            .findFirst()
            .orElse(List.of());
    byCamera.put(stream.stream().value(), layers);
  }

  /**
   * The smallest first. As long as sizes are missing they are taken to be in the offer's order, of
   * which W3C webrtc-pc (5.1, addTransceiver) has the smallest first, unless the sizes that there
   * are fall.
   */
  private static List<Layer> ranked(List<LayerStats> announced) {
    List<Layer> layers = new ArrayList<>();
    announced.forEach(
        each -> layers.add(new Layer(each.rid(), (long) each.width() * each.height())));
    List<Layer> known = layers.stream().filter(each -> each.pixels > 0).toList();
    if (known.size() == layers.size()) {
      layers.sort(Comparator.comparingLong(Layer::pixels));
    } else if (!known.isEmpty() && known.getFirst().pixels > known.getLast().pixels) {
      return layers.reversed();
    }
    return layers;
  }

  void retain(Collection<String> cameras) {
    byCamera.keySet().retainAll(cameras);
  }

  /**
   * What a camera sends at most with all its layers, this sound and headers, bps; {@link
   * Long#MAX_VALUE} unless each of several has its bound.
   */
  long sumBps(String camera, LayerRates rates, long soundBps) {
    List<Layer> layers = layersOf(camera);
    long sum = 0;
    for (int rank = 0; rank < layers.size(); rank++) {
      long bps = rates.of(rank, layers.size());
      if (bps == 0) {
        return Long.MAX_VALUE;
      }
      sum += bps;
    }
    return sum == 0 ? Long.MAX_VALUE : soundBps + Math.round(sum / (1 - HEADERS));
  }

  /** How many pixels a camera encodes for this: those of all layers that are needed for it. */
  long pixels(String camera, Need.Shown need) {
    List<Layer> needed = layersOf(camera).subList(0, count(camera, need));
    long sum = needed.stream().mapToLong(Layer::pixels).sum();
    return Math.max(need.pixels, sum);
  }

  /** What is asked of each layer, the smallest first; empty for a camera that has only one. */
  List<LayerTarget> targets(String camera, LayerRates rates, Need need) {
    List<Layer> layers = layersOf(camera);
    int needed = count(camera, need);
    List<LayerTarget> targets = new ArrayList<>();
    for (int rank = 0; rank < layers.size(); rank++) {
      long bps = rates.of(rank, layers.size());
      OptionalLong most = bps == 0 ? OptionalLong.empty() : OptionalLong.of(bps);
      boolean active = rank < needed;
      targets.add(new LayerTarget(layers.get(rank).rid, active ? alone(most, need) : most, active));
    }
    return targets;
  }

  private static OptionalLong alone(OptionalLong most, Need need) {
    return need instanceof Need.Idle(long bps, long soundBps)
        ? OptionalLong.of(Math.min(most.orElse(Long.MAX_VALUE), pictureBps(bps - soundBps)))
        : most;
  }

  /** What a picture has of this without its headers, bps. */
  private static long pictureBps(long bps) {
    return Math.max(LEAST_BPS, Math.round(bps * (1 - HEADERS)));
  }

  /** How many layers are needed, the smallest first. */
  private int count(String camera, Need need) {
    List<Layer> layers = layersOf(camera);
    return switch (need) {
      case Need.Nothing() -> 0;
      case Need.Idle idle -> Math.min(1, layers.size());
      case Need.Shown shown -> upTo(layers, shown);
    };
  }

  /** Up to the first that is enough; viewers are given none above it (their layer-stretch). */
  private static int upTo(List<Layer> layers, Need.Shown shown) {
    int rank = 0;
    while (rank < layers.size() && !isEnough(layers.get(rank), shown)) {
      rank++;
    }
    return Math.min(layers.size(), rank + 1);
  }

  private static boolean isEnough(Layer layer, Need.Shown shown) {
    return layer.pixels > 0 && layer.pixels * shown.stretched >= shown.pixels;
  }

  private List<Layer> layersOf(String camera) {
    return byCamera.getOrDefault(camera, List.of());
  }
}
