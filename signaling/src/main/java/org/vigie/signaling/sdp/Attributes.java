package org.vigie.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The attributes of an m-line or of the session level, in order. */
public record Attributes(List<Attribute> all) {
  /** None. */
  public static final Attributes NONE = new Attributes(List.of());

  public Attributes {
    all = List.copyOf(all);
  }

  /** Whether an attribute has this name, whatever its value. */
  public boolean has(String name) {
    return all.stream().anyMatch(each -> each.attributeName().equals(name));
  }

  /** Value of the first attribute with this name; empty text for a flag. */
  public Optional<String> value(String name) {
    return all.stream()
        .filter(each -> each.attributeName().equals(name))
        .map(Attribute::attributeValue)
        .findFirst();
  }

  /** The first of this kind. */
  public <T extends Attribute> Optional<T> first(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** All of this kind, in order. */
  public <T extends Attribute> List<T> every(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** These, then those. */
  public Attributes and(Attributes others) {
    List<Attribute> joined = new ArrayList<>(all);
    joined.addAll(others.all);
    return new Attributes(joined);
  }

  void writeTo(StringBuilder text) {
    for (Attribute each : all) {
      text.append("a=").append(each.attributeName());
      String value = each.attributeValue();
      if (!value.isEmpty()) {
        text.append(':').append(value);
      }
      text.append("\r\n");
    }
  }
}
