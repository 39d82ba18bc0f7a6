package org.vigie.signaling.settings.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is set for whom; does not change.
 *
 * @param file what the configuration says of the relay, for every key that the relay can have
 * @param set what operators have set, by scope
 */
public record LiveValues(Map<LiveKey, LiveValue> file, Map<Scope, Map<LiveKey, LiveValue>> set) {
  public LiveValues {
    file = Map.copyOf(file);
    set = Map.copyOf(set);
    if (!file.keySet().containsAll(LiveKey.ofTheRelay())) {
      throw new IllegalArgumentException("the configuration leaves keys out: " + file.keySet());
    }
  }

  /** What is set for just this scope. */
  public Optional<LiveValue> at(Scope scope, LiveKey key) {
    return Optional.ofNullable(set.getOrDefault(scope, Map.of()).get(key));
  }

  /** Values that are good each for itself and rule each other out. */
  public List<SettingFault> contradictions() {
    return Contradictions.in(this);
  }

  /** Values that stand and have no effect. */
  public List<WithoutEffect> withoutEffect() {
    return WithoutEffect.in(this);
  }

  /** How many values are set. */
  int size() {
    return set.values().stream().mapToInt(Map::size).sum();
  }

  /** The same with another configuration. */
  LiveValues withFile(Map<LiveKey, LiveValue> newFile) {
    return new LiveValues(newFile, set);
  }

  /** The same with these changes, of which later ones win. */
  LiveValues with(Collection<Change> changes) {
    Map<Scope, Map<LiveKey, LiveValue>> changed = new HashMap<>(set);
    for (Change change : changes) {
      Map<LiveKey, LiveValue> values = new EnumMap<>(LiveKey.class);
      values.putAll(changed.getOrDefault(change.scope(), Map.of()));
      change
          .value()
          .ifPresentOrElse(
              value -> values.put(change.key(), value), () -> values.remove(change.key()));
      if (values.isEmpty()) {
        changed.remove(change.scope());
      } else {
        changed.put(change.scope(), Map.copyOf(values));
      }
    }
    return new LiveValues(file, changed);
  }

  /** The group of a camera. */
  public Optional<String> groupOf(String camera) {
    return at(Scope.camera(camera), LiveKey.CAMERA_GROUP).map(LiveValue::toString);
  }

  /** What counts for a camera. */
  public CameraTerms termsOf(String camera) {
    Optional<String> group = groupOf(camera);
    List<Scope> nearestFirst = new ArrayList<>();
    nearestFirst.add(Scope.camera(camera));
    group.map(Scope::group).ifPresent(nearestFirst::add);
    return terms(group, nearestFirst);
  }

  /** What counts for the cameras of a group that have nothing of their own. */
  CameraTerms termsOfGroup(String group) {
    return terms(Optional.of(group), List.of(Scope.group(group)));
  }

  /** What counts for cameras of no group that have nothing of their own. */
  CameraTerms termsOfAll() {
    return terms(Optional.empty(), List.of());
  }

  private CameraTerms terms(Optional<String> group, List<Scope> nearestFirst) {
    return new CameraTerms(
        group,
        whole(nearestFirst, LiveKey.CAMERA_MIN_BITRATE),
        whole(nearestFirst, LiveKey.CAMERA_START_BITRATE),
        whole(nearestFirst, LiveKey.CAMERA_MAX_BITRATE),
        whole(nearestFirst, LiveKey.CAMERA_IDLE_BITRATE),
        whole(nearestFirst, LiveKey.CAMERA_FOREIGN_IDLE_BITRATE),
        whole(nearestFirst, LiveKey.CAMERA_AUDIO_BITRATE),
        layerRates(nearestFirst),
        (int) whole(nearestFirst, LiveKey.CAMERA_WEIGHT),
        whole(nearestFirst, LiveKey.MEDIA_COALESCE),
        whole(nearestFirst, LiveKey.MEDIA_HISTORY_AGE),
        whole(nearestFirst, LiveKey.MEDIA_KEY_FRAME_INTERVAL));
  }

  private LayerRates layerRates(List<Scope> nearestFirst) {
    return new LayerRates(
        whole(nearestFirst, LiveKey.CAMERA_LAYER_BITRATE_LOW),
        whole(nearestFirst, LiveKey.CAMERA_LAYER_BITRATE_MID),
        whole(nearestFirst, LiveKey.CAMERA_LAYER_BITRATE_HIGH));
  }

  /** The budget of all cameras, bps; empty if there is none. */
  public Optional<Long> ingressBudget() {
    return ofAll(LiveKey.BUDGET_INGRESS);
  }

  /** The budget of a group's cameras, bps; empty if there is none. */
  public Optional<Long> ingressBudget(String group) {
    return ofGroup(group, LiveKey.BUDGET_INGRESS);
  }

  /** What all viewers are given together, bps; empty if there is no budget. */
  public Optional<Long> egressBudget() {
    return ofAll(LiveKey.BUDGET_EGRESS);
  }

  /** The same of those who watch a group's cameras. */
  public Optional<Long> egressBudget(String group) {
    return ofGroup(group, LiveKey.BUDGET_EGRESS);
  }

  /** Whether there is a budget of viewers, of all or of a group's. */
  public boolean sharesEgress() {
    return egressBudget().isPresent()
        || set.keySet().stream()
            .filter(scope -> scope.kind() == Scope.Kind.GROUP)
            .anyMatch(scope -> egressBudget(scope.name()).isPresent());
  }

  /** What counts for who watches a camera and has this role. */
  public ViewerTerms viewerTermsOf(String camera, String role) {
    List<Scope> nearestFirst = new ArrayList<>();
    nearestFirst.add(Scope.role(role));
    nearestFirst.add(Scope.camera(camera));
    groupOf(camera).map(Scope::group).ifPresent(nearestFirst::add);
    return new ViewerTerms(
        whole(nearestFirst, LiveKey.VIEWER_MAX_BITRATE),
        nearest(nearestFirst, LiveKey.VIEWER_PROBING).equals(LiveValue.ON),
        (int) whole(nearestFirst, LiveKey.VIEWER_REPAIR_SHARE),
        (int) whole(nearestFirst, LiveKey.VIEWER_LAYER_STRETCH));
  }

  /** What a group's cameras get before all others, bps; empty if nothing is guaranteed. */
  public Optional<Long> guaranteed(String group) {
    return ofGroup(group, LiveKey.BUDGET_GUARANTEED);
  }

  /** What those who watch a group's cameras are given before all others, in the same way. */
  public Optional<Long> egressGuaranteed(String group) {
    return ofGroup(group, LiveKey.BUDGET_EGRESS_GUARANTEED);
  }

  /** A budget of the relay, bps; empty if there is none. */
  Optional<Long> ofAll(LiveKey budget) {
    return Optional.of(whole(List.of(), budget)).filter(bps -> bps > 0);
  }

  /** A budget of a group, or what it is guaranteed, bps; empty if there is none. */
  Optional<Long> ofGroup(String group, LiveKey budget) {
    return at(Scope.group(group), budget).map(LiveValues::number).filter(bps -> bps > 0);
  }

  private long whole(List<Scope> nearestFirst, LiveKey key) {
    return number(nearest(nearestFirst, key));
  }

  private LiveValue nearest(List<Scope> nearestFirst, LiveKey key) {
    return nearestFirst.stream()
        .flatMap(scope -> at(scope, key).stream())
        .findFirst()
        .orElseGet(() -> relay(key));
  }

  /** What counts for the relay as a whole. */
  public LiveValue relay(LiveKey key) {
    LiveValue configured = file.get(key);
    if (configured == null) {
      throw new IllegalArgumentException("the relay has no " + key.key());
    }
    return at(Scope.RELAY, key).orElse(configured);
  }

  private static long number(LiveValue value) {
    return switch (value) {
      case LiveValue.Whole(long number) -> number;
      case LiveValue.Name(String text) -> throw new IllegalStateException(text + " is no number");
    };
  }
}
