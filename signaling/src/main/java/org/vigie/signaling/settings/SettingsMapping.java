package org.vigie.signaling.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.CipherChoice;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.api.SocketChoice;
import org.vigie.signaling.settings.live.LiveKey;
import org.vigie.signaling.settings.live.LiveValue;
import org.vigie.signaling.settings.live.LiveValues;
import org.vigie.signaling.settings.live.SettingFault;

/** From keys to {@link Settings}, with the range of each. */
final class SettingsMapping {
  private static final int MAX_PORT = 65_535;
  private static final String ADDRESS = "an IP address, such as 192.0.2.7";

  private SettingsMapping() {}

  static Settings read(Values values, SettingsSource source) {
    return new Settings(
        Path.of(notEmpty(values, "vigie.data-dir")),
        values.oneOf("vigie.log-level", Set.of("error", "warn", "info", "debug", "trace")),
        http(values),
        https(values),
        media(values),
        turn(values),
        limits(values),
        live(values),
        source);
  }

  private static Map<LiveKey, LiveValue> live(Values values) {
    Map<LiveKey, LiveValue> live = new EnumMap<>(LiveKey.class);
    for (LiveKey key : LiveKey.ofTheRelay()) {
      live.put(key, live(values, key));
    }
    for (SettingFault fault : new LiveValues(live, Map.of()).contradictions()) {
      values.fault("vigie." + fault.key().orElse("camera"), "does not fit. " + fault.detail());
    }
    return live;
  }

  /** In the file times have their unit with them. */
  private static LiveValue live(Values values, LiveKey key) {
    return switch (key.unit()) {
      case SWITCH -> new LiveValue.Name(values.oneOf(key.configured(), Set.of("on", "off")));
      case MILLISECONDS -> new LiveValue.Whole(milliseconds(values, key));
      default -> whole(values, key);
    };
  }

  private static LiveValue whole(Values values, LiveKey key) {
    LiveValue value = new LiveValue.Whole(values.whole(key.configured(), key.least(), key.most()));
    values.check(key.configured(), key.takes(value), key.wanted());
    return value;
  }

  private static long milliseconds(Values values, LiveKey key) {
    Duration least = Duration.ofMillis(key.least());
    return values.duration(key.configured(), least, Duration.ofMillis(key.most())).toMillis();
  }

  private static Settings.Http http(Values values) {
    return new Settings.Http(
        values.text("vigie.http.host"),
        values.whole("vigie.http.port", 0, MAX_PORT),
        values.whole("vigie.http.max-header-size", 1_024, 65_536),
        values.duration("vigie.http.idle-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
        values.duration("vigie.http.body-timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)),
        values.list("vigie.http.proxies", SettingsMapping::address, ADDRESS));
  }

  private static Settings.Https https(Values values) {
    int port = values.whole("vigie.https.port", 0, MAX_PORT);
    return new Settings.Https(
        values.text("vigie.https.host"),
        port == 0 ? Optional.empty() : Optional.of(port),
        certificate(values));
  }

  private static Optional<Settings.Certificate> certificate(Values values) {
    String chain = values.text("vigie.https.certificate");
    String key = values.text("vigie.https.key");
    if (chain.isEmpty() != key.isEmpty()) {
      values.fault(
          chain.isEmpty() ? "vigie.https.key" : "vigie.https.certificate",
          "needs the other of certificate and key with it");
    }
    return chain.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new Settings.Certificate(Path.of(chain), Path.of(key)));
  }

  private static Settings.Media media(Values values) {
    int loops = values.whole("vigie.media.loops", 1, BridgeConfig.MAX_LOOPS);
    return new Settings.Media(
        firstPort(values, loops),
        loops,
        values.list("vigie.media.announce", SettingsMapping::address, ADDRESS),
        values.whole("vigie.media.max-sessions", 1, 100_000),
        values.duration("vigie.media.coalesce", Duration.ZERO, Duration.ofMillis(100)),
        history(values),
        values.whole("vigie.media.replay-bitrate", 100_000, 1_000_000_000),
        choice(values, "vigie.media.socket", SocketChoice.class),
        values.oneOf("vigie.media.gso", Set.of("on", "off")).equals("on"),
        choice(values, "vigie.srtp.cipher", CipherChoice.class));
  }

  private static HistoryConfig history(Values values) {
    return new HistoryConfig(
        values.duration("vigie.media.history.age", Duration.ofMillis(100), Duration.ofSeconds(10)),
        values.whole("vigie.media.history.size", 1 << 16, 1 << 28),
        values.duration("vigie.media.history.group-age", Duration.ZERO, Duration.ofSeconds(60)),
        values.whole("vigie.media.history.group-size", 1 << 16, 1 << 28));
  }

  private static int firstPort(Values values, int loops) {
    int port = values.whole("vigie.media.port", 0, MAX_PORT);
    int highest = MAX_PORT - (loops - 1);
    values.check(
        "vigie.media.port",
        port <= highest,
        "at most " + highest + ", because each of " + loops + " loops needs a port from there on");
    return port;
  }

  private static InetAddress address(String text) {
    // The JDK also takes 7 for 0.0.0.7, which nobody means.
    if (!text.contains(":") && !text.matches("\\d+(\\.\\d+){3}")) {
      throw new IllegalArgumentException(text);
    }
    return InetAddress.ofLiteral(text);
  }

  private static <E extends Enum<E>> E choice(Values values, String key, Class<E> type) {
    Map<String, E> choices =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toMap(one -> one.name().toLowerCase(Locale.ROOT), one -> one));
    return choices.getOrDefault(values.oneOf(key, choices.keySet()), type.getEnumConstants()[0]);
  }

  private static List<Settings.TurnServer> turn(Values values) {
    return values.objects("vigie.turn.servers", Set.of("url", "username", "credential")).stream()
        .map(SettingsMapping::turnServer)
        .peek(server -> requireTurnUrl(values, server))
        .toList();
  }

  private static Settings.TurnServer turnServer(Map<String, String> fields) {
    return new Settings.TurnServer(
        fields.getOrDefault("url", ""),
        fields.getOrDefault("username", ""),
        fields.getOrDefault("credential", ""));
  }

  /** What stands between the angle brackets of a Link header must not close them. */
  private static void requireTurnUrl(Values values, Settings.TurnServer server) {
    String all = server.url() + server.username() + server.credential();
    if (!server.url().matches("(turns?|stun):[^\\s<>\",]+")
        || !all.chars().allMatch(c -> c > 0x1f && c < 0x7f)) {
      values.fault(
          "vigie.turn.servers",
          "has a url that is not of the form turn:host:port?transport=udp, or a field with"
              + " characters that are not ASCII");
    }
  }

  private static Settings.Limits limits(Values values) {
    return new Settings.Limits(
        values.number("vigie.limits.requests-per-second", 0.1, 100_000),
        values.whole("vigie.limits.burst", 1, 100_000),
        values.whole("vigie.limits.callers", 100, 1_000_000),
        values.whole("vigie.limits.offer-size", 4_096, 131_072),
        values.whole("vigie.limits.sessions-per-viewer", 1, 100_000));
  }

  private static String notEmpty(Values values, String key) {
    String text = values.text(key);
    values.check(key, !text.isBlank() && text.indexOf('\0') < 0, "the name of a folder");
    return text.indexOf('\0') < 0 ? text : "";
  }
}
