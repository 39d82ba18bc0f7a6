package org.vigie.bridge.forward;

import java.util.Map;
import org.vigie.bridge.api.HeaderExtension;

/**
 * The ids under which a peer negotiated header extensions (RFC 8285), for reading without boxing.
 */
public final class ExtensionIds {
  /** Says that an extension was not negotiated. */
  public static final int NONE = 0;

  private static final int EXTENSIONS = HeaderExtension.values().length;

  private final int[] ids = new int[EXTENSIONS];

  /** The ids of an m-line, 1 to 255 each. */
  public ExtensionIds(Map<HeaderExtension, Integer> negotiated) {
    negotiated.forEach((extension, id) -> ids[extension.ordinal()] = id);
  }

  /** The id of this extension, or {@link #NONE}. */
  public int id(HeaderExtension extension) {
    return ids[extension.ordinal()];
  }
}
