package org.vigie.signaling.settings.live;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.StartException;
import org.vigie.signaling.identity.DataDirectory;
import org.vigie.signaling.settings.live.SettingsRefusedException.Cause;

/**
 * The settings that change while the relay runs: who changed what, when and why, kept on disk, and
 * the way back. Of two who change the same version exactly one succeeds. A change is on disk before
 * it counts.
 */
public final class LiveSettings {
  private static final Logger log = LoggerFactory.getLogger(LiveSettings.class);

  /** Values at most, over all scopes. */
  static final int MAX_VALUES = 20_000;

  private final SettingsJournal journal;
  private final InstantSource clock;
  private final List<Consumer<LiveValues>> listeners = new CopyOnWriteArrayList<>();
  private volatile Snapshot snapshot;

  /**
   * The settings at one moment.
   *
   * @param version of the newest change, 0 if there never was one
   * @param values what is set
   */
  public record Snapshot(long version, LiveValues values) {
    /** Stands for this state: what the configuration says is part of it. Quotes included. */
    public String etag() {
      return "\"" + version + "-" + Integer.toHexString(values.file().hashCode()) + "\"";
    }
  }

  /**
   * What a change would do or has done.
   *
   * @param before the settings until then
   * @param after the settings since
   * @param changes empty if it changes nothing; then there is no new version
   */
  public record Outcome(Snapshot before, Snapshot after, List<Difference> changes) {
    public Outcome {
      changes = List.copyOf(changes);
    }
  }

  private LiveSettings(SettingsJournal journal, LiveValues values, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
    this.snapshot = new Snapshot(journal.newest(), values);
  }

  /**
   * Reads what operators have set.
   *
   * @param file what the configuration says of the relay
   * @throws StartException if the journal cannot be read or is damaged before its end
   */
  public static LiveSettings open(
      DataDirectory directory, Map<LiveKey, LiveValue> file, InstantSource clock)
      throws StartException {
    SettingsJournal journal = SettingsJournal.open(directory);
    LiveValues values = new LiveValues(file, Map.of()).with(journal.setSoFar());
    values.contradictions().forEach(fault -> log.warn("Settings: {}", fault.detail()));
    return new LiveSettings(journal, values, clock);
  }

  /** The settings now. */
  public Snapshot now() {
    return snapshot;
  }

  /** The versions that are remembered, newest first. */
  public List<Version> versions() {
    return journal.versions().reversed();
  }

  /** Tells somebody of every change, on the thread of whoever makes it, one after the other. */
  public void onChange(Consumer<LiveValues> listener) {
    listeners.add(listener);
  }

  /**
   * What changes would do.
   *
   * @param expected whether this is the state that the caller has seen
   * @throws SettingsRefusedException if they cannot be made
   */
  public Outcome preview(Predicate<Snapshot> expected, List<Change> changes)
      throws SettingsRefusedException {
    Snapshot now = snapshot;
    require(expected.test(now), Cause.STALE);
    return preview(now, changes);
  }

  /**
   * Makes changes, all of them or none.
   *
   * @param expected whether this is the state that the caller has seen
   * @param by who asks
   * @param reason why
   * @throws SettingsRefusedException if they cannot be made
   * @throws IOException if they cannot be kept; nothing has changed then
   */
  public synchronized Outcome change(
      Predicate<Snapshot> expected, List<Change> changes, String by, String reason)
      throws SettingsRefusedException, IOException {
    return commit(preview(expected, changes), by, reason, Optional.empty());
  }

  /**
   * Sets every value to what it was at a version.
   *
   * @param enrolled whether there is a camera with this id; for others nothing is brought back
   * @throws SettingsRefusedException if there is no such version, or it cannot be restored
   * @throws IOException if it cannot be kept; nothing has changed then
   */
  public synchronized Outcome rollBack(
      Predicate<Snapshot> expected,
      long version,
      Predicate<String> enrolled,
      String by,
      String reason)
      throws SettingsRefusedException, IOException {
    return commit(previewRollBack(expected, version, enrolled), by, reason, Optional.of(version));
  }

  /**
   * What a roll-back would do.
   *
   * @param enrolled whether there is a camera with this id; for others nothing is brought back
   * @throws SettingsRefusedException if there is no such version, or it cannot be restored
   */
  public synchronized Outcome previewRollBack(
      Predicate<Snapshot> expected, long version, Predicate<String> enrolled)
      throws SettingsRefusedException {
    require(expected.test(snapshot), Cause.STALE);
    require(
        version >= journal.oldest() - 1 && version <= snapshot.version(), Cause.UNKNOWN_VERSION);
    List<Change> undo =
        versions().stream()
            .filter(each -> each.version() > version)
            .flatMap(each -> each.changes().reversed().stream())
            .map(Difference::undone)
            .filter(change ->
                change.scope().kind() != Scope.Kind.CAMERA || enrolled.test(change.scope().name()))
            .toList();
    return preview(snapshot, undo);
  }

  /**
   * Takes away all that is set for a camera that is there no longer: whoever enrols its id anew
   * begins as every camera does.
   *
   * @param by who has removed it
   * @return whether anything was set
   * @throws IOException if that cannot be kept; nothing has changed then
   */
  public synchronized boolean forget(String camera, String by) throws IOException {
    Scope scope = Scope.camera(camera);
    List<Change> taken =
        snapshot.values().set().getOrDefault(scope, Map.of()).keySet().stream()
            .sorted()
            .map(key -> new Change(scope, key, Optional.empty()))
            .toList();
    LiveValues values = snapshot.values().with(taken);
    List<Difference> differences = differences(snapshot.values(), values, taken);
    Snapshot after = new Snapshot(snapshot.version() + 1, values);
    Outcome outcome = new Outcome(snapshot, after, differences);
    return !commit(outcome, by, "camera removed", Optional.empty()).changes().isEmpty();
  }

  /**
   * The configuration was read again.
   *
   * @return what it changes for the relay as a whole; where an operator has set something else,
   *     that goes on counting
   */
  public synchronized List<Difference> reload(Map<LiveKey, LiveValue> file) {
    Map<LiveKey, LiveValue> old = snapshot.values().file();
    List<Difference> changes =
        LiveKey.ofTheRelay().stream()
            .filter(key -> !Objects.equals(old.get(key), file.get(key)))
            .map(key ->
                new Difference(
                    Scope.RELAY,
                    key,
                    Optional.ofNullable(old.get(key)),
                    Optional.ofNullable(file.get(key))))
            .toList();
    if (!changes.isEmpty()) {
      become(new Snapshot(snapshot.version(), snapshot.values().withFile(file)));
      snapshot.values().contradictions().forEach(f -> log.warn("Settings: {}", f.detail()));
    }
    return changes;
  }

  private static Outcome preview(Snapshot before, List<Change> changes)
      throws SettingsRefusedException {
    LiveValues values = before.values().with(changes);
    require(values.size() <= MAX_VALUES, Cause.TOO_MANY);
    List<SettingFault> faults = new ArrayList<>(values.contradictions());
    // Those that a changed configuration has brought in must not keep an operator from mending one.
    faults.removeAll(before.values().contradictions());
    if (!faults.isEmpty()) {
      throw new SettingsRefusedException(Cause.FAULTY, faults);
    }
    List<Difference> differences = differences(before.values(), values, changes);
    long version = before.version() + (differences.isEmpty() ? 0 : 1);
    return new Outcome(before, new Snapshot(version, values), differences);
  }

  private static List<Difference> differences(
      LiveValues before, LiveValues after, List<Change> changes) {
    Map<String, Difference> byPlace = new LinkedHashMap<>();
    for (Change change : changes) {
      Difference difference =
          new Difference(
              change.scope(),
              change.key(),
              before.at(change.scope(), change.key()),
              after.at(change.scope(), change.key()));
      byPlace.put(change.scope() + " " + change.key(), difference);
    }
    return byPlace.values().stream().filter(each -> !each.from().equals(each.to())).toList();
  }

  private Outcome commit(Outcome outcome, String by, String reason, Optional<Long> rollbackTo)
      throws IOException {
    if (outcome.changes().isEmpty()) {
      return outcome;
    }
    Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    long number = outcome.after().version();
    journal.append(new Version(number, at, by, reason, rollbackTo, outcome.changes()));
    outcome
        .changes()
        .forEach(change -> log.info("Settings {}: {} by {}: {}", number, change, by, reason));
    become(outcome.after());
    return outcome;
  }

  private void become(Snapshot next) {
    snapshot = next;
    listeners.forEach(listener -> tell(listener, next.values()));
  }

  /** What counts is on disk already: whoever fails over it keeps nobody else from hearing of it. */
  private static void tell(Consumer<LiveValues> listener, LiveValues values) {
    try {
      listener.accept(values);
    } catch (RuntimeException e) {
      log.error("Settings: one of those that follow them failed: {}", e.toString());
    }
  }

  private static void require(boolean holds, Cause otherwise) throws SettingsRefusedException {
    if (!holds) {
      throw new SettingsRefusedException(otherwise, List.of());
    }
  }
}
