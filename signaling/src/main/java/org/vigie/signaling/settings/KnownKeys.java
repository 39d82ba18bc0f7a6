package org.vigie.signaling.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.signaling.settings.live.Spelling;

/** The keys that there are; a slip of the pen is told what was probably meant. */
final class KnownKeys {
  private static final int FAR = 4;

  private final List<String> leaves;

  KnownKeys(Config defaults) {
    this.leaves = defaults.entrySet().stream().map(Map.Entry::getKey).sorted().toList();
  }

  /** One line for each key that does not exist. */
  List<String> faultsIn(Config given) {
    List<String> faults = new ArrayList<>();
    walk("", given.root(), faults);
    return faults;
  }

  private void walk(String prefix, ConfigObject object, List<String> faults) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String path = prefix + entry.getKey();
      if (leaves.contains(path)) {
        continue;
      }
      if (!isSection(path)) {
        faults.add(unknown(path, entry.getValue()));
      } else if (entry.getValue() instanceof ConfigObject section) {
        walk(path + ".", section, faults);
      } else {
        faults.add(at(entry.getValue()) + path + " is a section, not a value.");
      }
    }
  }

  private boolean isSection(String path) {
    return leaves.stream().anyMatch(leaf -> leaf.startsWith(path + "."));
  }

  private String unknown(String path, ConfigValue value) {
    return at(value)
        + path
        + " is no setting."
        + nearest(path).map(key -> " Did you mean " + key + "?").orElse("");
  }

  private Optional<String> nearest(String path) {
    return leaves.stream()
        .min(Comparator.comparingInt(leaf -> Spelling.distance(path, leaf)))
        .filter(leaf -> Spelling.distance(path, leaf) <= FAR || Spelling.endAlike(path, leaf));
  }

  private static String at(ConfigValue value) {
    return SettingsReader.where(value.origin()) + ": ";
  }
}
