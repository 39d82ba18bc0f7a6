package org.vigie.signaling.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vigie.signaling.StartException;

/**
 * Reads settings: the defaults, then a file, then what the command line sets. Everything that is
 * wrong is said at once, each with its file and line.
 */
public final class SettingsReader {
  private static final ConfigParseOptions OPTIONS =
      ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false);

  private SettingsReader() {}

  /** The settings of a relay that is not configured. */
  public static Settings defaults() {
    try {
      return read(Optional.empty(), List.of());
    } catch (StartException e) {
      throw new IllegalStateException("the defaults are wrong", e);
    }
  }

  /**
   * Reads.
   *
   * @param file in HOCON
   * @param overrides each {@code key=value}; a list may be written {@code a,b}
   * @throws StartException that names every wrong key and value
   */
  public static Settings read(Optional<Path> file, List<String> overrides) throws StartException {
    Config defaults = defaultConfig();
    List<String> faults = new ArrayList<>();
    Config given = ConfigFactory.empty();
    if (file.isPresent()) {
      given = parse(file.get());
      faults.addAll(new KnownKeys(defaults).faultsIn(given));
    }
    for (String override : overrides) {
      Config one = parseOverride(override);
      faults.addAll(new KnownKeys(defaults).faultsIn(one));
      given = one.withFallback(given);
    }
    require(faults);
    Config all = given.withFallback(defaults);
    Values values = new Values(all);
    Settings settings =
        SettingsMapping.read(values, new SettingsSource(file, overrides, texts(all)));
    require(values.faults());
    return settings;
  }

  private static Map<String, String> texts(Config all) {
    return all.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> String.valueOf(entry.getValue().unwrapped())));
  }

  /** The defaults with their comments. */
  static Config defaultConfig() {
    try (Reader reader =
        new InputStreamReader(
            SettingsReader.class.getResourceAsStream("vigie.conf"), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(reader, OPTIONS.setOriginDescription("the defaults"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Where a value stands, such as {@code conf/vigie.conf:12}. */
  static String where(ConfigOrigin origin) {
    String file = origin.filename() == null ? origin.description() : origin.filename();
    return origin.filename() == null || origin.lineNumber() < 0
        ? file
        : file + ":" + origin.lineNumber();
  }

  private static Config parse(Path file) throws StartException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new StartException(
          "The settings file " + file.toAbsolutePath() + " cannot be read.",
          "Check its name and permissions after --config.");
    }
    try {
      return ConfigFactory.parseFile(file.toFile(), OPTIONS).resolve();
    } catch (ConfigException e) {
      throw new StartException(syntaxFault(file, e), "Correct the line; see conf/vigie.conf.", e);
    }
  }

  private static String syntaxFault(Path file, ConfigException e) {
    String where = e.origin() == null ? file.toString() : where(e.origin());
    String message = String.valueOf(e.getMessage());
    return where + ": " + message.substring(message.indexOf(": ") < 0 ? 0 : afterOrigin(message));
  }

  /** The library puts {@code file: line: } before its words; we write that our own way. */
  private static int afterOrigin(String message) {
    java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile("^.*?: \\d+: ").matcher(message);
    return matcher.find() ? matcher.end() : 0;
  }

  private static Config parseOverride(String override) throws StartException {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new StartException(
          "\"--set " + override + "\" is not of the form key=value.",
          "Write it such as --set vigie.http.port=8081.");
    }
    String key = override.substring(0, equals).strip();
    String value = override.substring(equals + 1).strip();
    String origin = "--set " + key;
    try {
      return isHocon(value)
          ? ConfigFactory.parseString(key + "=" + value, OPTIONS.setOriginDescription(origin))
              .resolve()
          : ConfigFactory.parseMap(Map.of(key, ConfigValueFactory.fromAnyRef(value, origin)));
    } catch (ConfigException e) {
      throw new StartException(
          origin + ": " + e.getMessage(), "Write it such as --set vigie.http.port=8081.", e);
    }
  }

  /** All else is taken as it stands, so that a shell user need not quote twice. */
  private static boolean isHocon(String value) {
    return value.startsWith("[") || value.startsWith("{") || value.startsWith("\"");
  }

  private static void require(List<String> faults) throws StartException {
    if (!faults.isEmpty()) {
      throw new StartException(
          String.join("\n", faults),
          "Correct it; conf/vigie.conf documents every key with its unit and default.");
    }
  }
}
