package org.vigie.signaling.identity;

import java.util.regex.Pattern;

/**
 * How a camera may be named: 1 to 64 letters, digits, '.', '_' and '-', beginning with one of the
 * first two kinds, so that an id is safe in a path, a file name and a log line.
 */
public final class CameraId {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private CameraId() {}

  /** Whether a camera may be enrolled under this id. */
  public static boolean isValid(String id) {
    return VALID.matcher(id).matches();
  }
}
