package org.vigie.signaling.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Typed reads that collect what is wrong instead of stopping at it. A read that finds a fault
 * returns something harmless; nobody uses it, because faults end the start.
 */
final class Values {
  private final Config config;
  private final List<String> faults = new ArrayList<>();

  Values(Config config) {
    this.config = config;
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  String text(String key) {
    return read(key, Config::getString, "", "a text");
  }

  String oneOf(String key, Set<String> allowed) {
    String value = text(key);
    check(key, allowed.contains(value), "one of " + allowed.stream().sorted().toList());
    return value;
  }

  int whole(String key, int least, int most) {
    return (int) whole(key, (long) least, (long) most);
  }

  long whole(String key, long least, long most) {
    String wanted = "a whole number from " + least + " to " + most;
    // As a whole number the library would cut 1.5 to 1.
    double value = read(key, Config::getDouble, (double) least, wanted);
    check(key, value >= least && value <= most && value == Math.rint(value), wanted);
    return (long) value;
  }

  double number(String key, double least, double most) {
    String wanted = "a number from " + least + " to " + most;
    double value = read(key, Config::getDouble, least, wanted);
    check(key, value >= least && value <= most, wanted);
    return value;
  }

  Duration duration(String key, Duration least, Duration most) {
    String wanted = "a time from " + words(least) + " to " + words(most);
    Duration value = read(key, Config::getDuration, least, wanted);
    check(key, value.compareTo(least) >= 0 && value.compareTo(most) <= 0, wanted);
    return value;
  }

  private static String words(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  /** A list, or one text with commas. */
  <T> List<T> list(String key, Function<String, T> parse, String wanted) {
    List<T> values = new ArrayList<>();
    for (String element : texts(key)) {
      try {
        values.add(parse.apply(element));
      } catch (IllegalArgumentException e) {
        fault(key, "has \"" + element + "\", which is not " + wanted);
      }
    }
    return values;
  }

  /** A list of objects with just these fields, all of them texts. */
  List<Map<String, String>> objects(String key, Set<String> fields) {
    String wanted = "a list of { " + String.join(", ", fields.stream().sorted().toList()) + " }";
    List<Map<String, String>> all = new ArrayList<>();
    List<? extends ConfigObject> none = List.of();
    for (ConfigObject object : read(key, Config::getObjectList, none, wanted)) {
      if (object.keySet().equals(fields) && object.values().stream().allMatch(Values::isText)) {
        Map<String, String> texts = new HashMap<>();
        object.forEach((field, value) -> texts.put(field, String.valueOf(value.unwrapped())));
        all.add(texts);
      } else {
        // Without the value: it may hold a password.
        fault(key, "is not " + wanted);
      }
    }
    return all;
  }

  void check(String key, boolean holds, String wanted) {
    if (!holds) {
      String shown = config.hasPath(key) ? config.getValue(key).unwrapped().toString() : "null";
      fault(key, "is " + shown + ", which is not " + wanted);
    }
  }

  void fault(String key, String what) {
    String end = what.endsWith(".") ? "" : ".";
    String fault = SettingsReader.where(origin(key)) + ": " + key + " " + what + end;
    if (faults.stream().noneMatch(known -> known.contains(": " + key + " "))) {
      faults.add(fault);
    }
  }

  private List<String> texts(String key) {
    if (config.hasPath(key) && isText(config.getValue(key))) {
      return Arrays.stream(config.getString(key).split(",", -1))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .toList();
    }
    return read(key, Config::getStringList, List.of(), "a list");
  }

  private <T> T read(
      String key, BiFunction<Config, String, ? extends T> reader, T harmless, String wanted) {
    try {
      return reader.apply(config, key);
    } catch (ConfigException e) {
      check(key, false, wanted);
      return harmless;
    }
  }

  private ConfigOrigin origin(String key) {
    return config.hasPath(key) ? config.getValue(key).origin() : config.root().origin();
  }

  private static boolean isText(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING;
  }
}
