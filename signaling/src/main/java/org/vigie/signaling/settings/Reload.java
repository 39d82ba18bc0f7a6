package org.vigie.signaling.settings;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.StartException;
import org.vigie.signaling.settings.live.Difference;
import org.vigie.signaling.settings.live.LiveKey;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.settings.live.Scope;

/**
 * Reads the configuration again while the relay runs: what can be changed live counts at once, the
 * rest is named.
 */
public final class Reload {
  private static final Logger log = LoggerFactory.getLogger(Reload.class);

  private final SettingsSource started;
  private final LiveSettings live;

  /**
   * What was found.
   *
   * @param changes of live settings, in the configuration
   * @param overridden those of them that have no effect because an operator has set something else
   *     for the relay
   * @param restart keys that differ from what the relay was started with and count at its next
   *     start
   */
  public record Found(List<Difference> changes, List<LiveKey> overridden, List<String> restart) {
    public Found {
      changes = List.copyOf(changes);
      overridden = List.copyOf(overridden);
      restart = List.copyOf(restart);
    }
  }

  /** Reads again from where the relay's settings came. */
  public Reload(SettingsSource started, LiveSettings live) {
    this.started = started;
    this.live = live;
  }

  /**
   * Reads.
   *
   * @param by who asks, for the log
   * @throws StartException if something is wrong in the configuration; nothing has changed then
   */
  public synchronized Found run(String by) throws StartException {
    Settings again = started.readAgain();
    List<Difference> changes = live.reload(again.live());
    List<LiveKey> overridden =
        changes.stream()
            .map(Difference::key)
            .filter(key -> live.now().values().at(Scope.RELAY, key).isPresent())
            .toList();
    List<String> restart = new ArrayList<>(started.differing(again.source()));
    LiveKey.ofTheRelay().forEach(key -> restart.remove(key.configured()));
    report(by, changes, overridden, restart);
    return new Found(changes, overridden, restart);
  }

  private static void report(
      String by, List<Difference> changes, List<LiveKey> overridden, List<String> restart) {
    log.info(
        "The configuration was read again for {}: {} live settings differ, {} others",
        by,
        changes.size(),
        restart.size());
    for (Difference change : changes) {
      boolean hidden = overridden.contains(change.key());
      log.info(
          "Configuration: {}{}", change, hidden ? ", but an operator has set another value" : "");
    }
    restart.forEach(key -> log.warn("Configuration: {} has changed and needs a restart", key));
  }
}
