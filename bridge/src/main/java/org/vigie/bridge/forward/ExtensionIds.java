package org.vigie.bridge.forward;

import java.util.EnumMap;
import java.util.Map;
import org.vigie.bridge.api.HeaderExtension;

/** The ids under which a peer negotiated header extensions (RFC 8285). */
public final class ExtensionIds {
  /** Says that an extension was not negotiated. */
  public static final int NONE = 0;

  private final EnumMap<HeaderExtension, Integer> ids = new EnumMap<>(HeaderExtension.class);

  /** The ids of an m-line, 1 to 255 each. */
  public ExtensionIds(Map<HeaderExtension, Integer> negotiated) {
    ids.putAll(negotiated);
  }

  /** The id of this extension, or {@link #NONE}. */
  public int id(HeaderExtension extension) {
    Integer id = ids.get(extension);
    return id == null ? NONE : id;
  }
}
