package org.vigie.signaling.settings.live;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * For whom a value counts; the nearest wins: role before camera before group before relay.
 *
 * @param kind what it is about
 * @param name of the group, the camera or the role; empty for the relay
 */
public record Scope(Kind kind, String name) {
  /** The whole relay. */
  public static final Scope RELAY = new Scope(Kind.RELAY, "");

  /** Whose keepers may watch. */
  public static final Set<String> ROLES = Set.of("operator", "viewer");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** What a scope is about. */
  public enum Kind {
    /** Everybody. */
    RELAY,
    /** The cameras of a group, see {@link LiveKey#CAMERA_GROUP}. */
    GROUP,
    /** One camera. */
    CAMERA,
    /** Whoever watches with a token of this role, {@code operator} or {@code viewer}. */
    ROLE;

    /** In lower case, as JSON has it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A group's. */
  public static Scope group(String name) {
    return new Scope(Kind.GROUP, name);
  }

  /** A camera's. */
  public static Scope camera(String id) {
    return new Scope(Kind.CAMERA, id);
  }

  /** That of who watches with a token of this role. */
  public static Scope role(String name) {
    return new Scope(Kind.ROLE, name);
  }

  /** Reads {@code relay}, {@code group:NAME}, {@code camera:ID} or {@code role:ROLE}. */
  public static Optional<Scope> parse(String text) {
    if (text.equals(RELAY.text())) {
      return Optional.of(RELAY);
    }
    int colon = text.indexOf(':');
    String name = text.substring(colon + 1);
    if (colon < 0 || !isName(name)) {
      return Optional.empty();
    }
    return switch (text.substring(0, colon)) {
      case "group" -> Optional.of(group(name));
      case "camera" -> Optional.of(camera(name));
      case "role" -> ROLES.contains(name) ? Optional.of(role(name)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether a group or a camera can have this name. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** As {@link #parse} reads it. */
  @JsonValue
  public String text() {
    return kind == Kind.RELAY ? kind.text() : kind.text() + ":" + name;
  }

  @Override
  public String toString() {
    return text();
  }
}
