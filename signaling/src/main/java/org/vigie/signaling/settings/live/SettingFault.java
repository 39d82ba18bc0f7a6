package org.vigie.signaling.settings.live;

import java.util.Optional;

/**
 * Why a change cannot be made. What is not known or does not apply is empty.
 *
 * @param code {@code unknown-key}, {@code unknown-scope}, {@code wrong-scope}, {@code wrong-value}
 *     or {@code contradiction}
 * @param scope as it was given
 * @param key as it was given
 * @param value as it was given
 * @param unit of the key
 * @param least of the key's range
 * @param most of the key's range
 * @param detail what is wrong
 * @param remedy what to send instead
 */
public record SettingFault(
    String code,
    Optional<String> scope,
    Optional<String> key,
    Optional<String> value,
    Optional<LiveKey.Unit> unit,
    Optional<Long> least,
    Optional<Long> most,
    String detail,
    String remedy) {
  private static final int SHOWN = 80;

  /** A key that there is none of. */
  static SettingFault unknownKey(String key) {
    return new SettingFault(
        "unknown-key",
        Optional.empty(),
        Optional.of(cut(key)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "\"" + cut(key) + "\" is no live setting.",
        LiveKey.nearest(cut(key))
            .map(near -> "Did you mean " + near.key() + "?")
            .orElse("GET /api/v1/settings lists the keys."));
  }

  /** A scope that there is none of. */
  static SettingFault unknownScope(String scope, String remedy) {
    return new SettingFault(
        "unknown-scope",
        Optional.of(cut(scope)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "There is no scope \"" + cut(scope) + "\".",
        remedy);
  }

  /** A key that cannot be set there. */
  static SettingFault wrongScope(Scope scope, LiveKey key) {
    return of(
        "wrong-scope",
        scope,
        key,
        Optional.empty(),
        key.key() + " cannot be set for \"" + scope + "\".",
        "Set it for one of " + key.scopes().stream().map(Scope.Kind::text).sorted().toList() + ".");
  }

  /** A value of the wrong kind, of the wrong unit or out of range. */
  static SettingFault wrongValue(Scope scope, LiveKey key, String value) {
    return of(
        "wrong-value",
        scope,
        key,
        Optional.of(cut(value)),
        key.key() + " is " + cut(value) + ", which is not " + key.wanted() + ".",
        "Send " + key.wanted() + example(key) + ", or null to take the value away.");
  }

  /** A value that another one rules out. */
  static SettingFault contradiction(Scope scope, LiveKey key, String value, String detail) {
    return of(
        "contradiction",
        scope,
        key,
        Optional.of(value),
        detail,
        "Change the other value too, in the same request.");
  }

  private static SettingFault of(
      String code, Scope scope, LiveKey key, Optional<String> value, String detail, String remedy) {
    return new SettingFault(
        code,
        Optional.of(scope.text()),
        Optional.of(key.key()),
        value,
        Optional.of(key.unit()),
        Optional.of(key.least()),
        Optional.of(key.most()),
        detail,
        remedy);
  }

  private static String example(LiveKey key) {
    return switch (key.unit()) {
      case BITS_PER_SECOND -> ", such as 600000 for 600 kbit/s";
      case MILLISECONDS -> ", such as 500";
      case NUMBER -> ", such as 3";
      case PERCENT -> ", such as 25";
      case SWITCH -> "";
      case NAME -> ", such as \"incident-7\"";
    };
  }

  /** What a stranger sent comes back only in part. */
  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
