package org.vigie.signaling.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.signaling.StartException;

/**
 * Where settings come from, so that they can be read again.
 *
 * @param file in HOCON, if there is one
 * @param overrides each {@code key=value}
 * @param texts every value as text by its key; secrets among them
 */
public record SettingsSource(
    Optional<Path> file, List<String> overrides, Map<String, String> texts) {
  public SettingsSource {
    overrides = List.copyOf(overrides);
    texts = Map.copyOf(texts);
  }

  /**
   * Reads them again.
   *
   * @throws StartException that names every wrong key and value
   */
  public Settings readAgain() throws StartException {
    return SettingsReader.read(file, overrides);
  }

  /** The keys whose values differ from another reading's. */
  public List<String> differing(SettingsSource other) {
    return texts.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(other.texts.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Leaves the values out, because there are passwords among them. */
  @Override
  public String toString() {
    return "SettingsSource[" + file + ", " + overrides.size() + " overrides]";
  }
}
