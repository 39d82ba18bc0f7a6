package org.vigie.signaling.settings.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The changes of a request, each {@code {"scope": …, "key": …, "value": …}}: those that can be
 * read, and what is wrong with the others.
 *
 * @param changes in the order of the request
 * @param faults empty if all is well
 */
public record ChangeRequest(List<Change> changes, List<SettingFault> faults) {
  public ChangeRequest {
    changes = List.copyOf(changes);
    faults = List.copyOf(faults);
  }

  /**
   * Reads the elements of an array.
   *
   * @param enrolled whether there is a camera of this id
   */
  public static ChangeRequest read(Iterable<JsonNode> elements, Predicate<String> enrolled) {
    List<Change> changes = new ArrayList<>();
    List<SettingFault> faults = new ArrayList<>();
    for (JsonNode element : elements) {
      int before = faults.size();
      Optional<Scope> scope = scope(element, enrolled, faults);
      Optional<LiveKey> key = key(element, faults);
      if (faults.size() == before && scope.isPresent() && key.isPresent()) {
        change(scope.get(), key.get(), element.path("value"), faults).ifPresent(changes::add);
      }
    }
    return new ChangeRequest(changes, faults);
  }

  private static Optional<Scope> scope(
      JsonNode element, Predicate<String> enrolled, List<SettingFault> faults) {
    JsonNode given = element.path("scope");
    String text = given.isMissingNode() ? Scope.RELAY.text() : given.asString(given.toString());
    boolean readable = given.isMissingNode() || given.isString();
    Optional<Scope> scope = readable ? Scope.parse(text) : Optional.empty();
    if (scope.isEmpty()) {
      faults.add(
          SettingFault.unknownScope(
              text,
              "Write relay, group:NAME, camera:ID, role:viewer or role:operator, or leave it out."));
    }
    boolean sets = !element.path("value").isNull();
    if (sets && scope.filter(each -> isUnknownCamera(each, enrolled)).isPresent()) {
      faults.add(
          SettingFault.unknownScope(
              text, "Check the camera's id, or enrol it with POST /api/v1/cameras."));
    }
    return scope;
  }

  private static boolean isUnknownCamera(Scope scope, Predicate<String> enrolled) {
    return scope.kind() == Scope.Kind.CAMERA && !enrolled.test(scope.name());
  }

  private static Optional<LiveKey> key(JsonNode element, List<SettingFault> faults) {
    String text = element.path("key").asString("");
    Optional<LiveKey> key = LiveKey.of(text);
    if (key.isEmpty()) {
      faults.add(SettingFault.unknownKey(text));
    }
    return key;
  }

  private static Optional<Change> change(
      Scope scope, LiveKey key, JsonNode given, List<SettingFault> faults) {
    if (!key.scopes().contains(scope.kind())) {
      faults.add(SettingFault.wrongScope(scope, key));
      return Optional.empty();
    }
    if (given.isNull()) {
      return Optional.of(new Change(scope, key, Optional.empty()));
    }
    Optional<LiveValue> value = value(given).filter(key::takes);
    if (value.isEmpty()) {
      faults.add(SettingFault.wrongValue(scope, key, shown(given)));
    }
    return value.map(known -> new Change(scope, key, Optional.of(known)));
  }

  /** A value of either kind; 600000.0 is a whole number to JSON. */
  static Optional<LiveValue> value(JsonNode given) {
    if (given.isString()) {
      return Optional.of(new LiveValue.Name(given.stringValue()));
    }
    boolean whole =
        given.isNumber() && given.canConvertToExactIntegral() && given.canConvertToLong();
    return whole ? Optional.of(new LiveValue.Whole(given.longValue())) : Optional.empty();
  }

  private static String shown(JsonNode given) {
    return given.isMissingNode() ? "missing" : given.toString();
  }
}
