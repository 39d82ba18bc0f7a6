package org.vigie.bridge.forward;

/**
 * The profiles of H.264 that {@code profile-level-id} can name (RFC 6184, section 8.1, table 5).
 */
enum H264Profile {
  CONSTRAINED_BASELINE,
  BASELINE,
  MAIN,
  EXTENDED,
  CONSTRAINED_HIGH,
  HIGH,
  OTHER;

  private static final int SET_0 = 0x80;
  private static final int SET_1 = 0x40;
  private static final int SET_4_AND_5 = 0x0c;

  /**
   * The profile that six hexadecimal digits name; nothing means Baseline, and nonsense {@link
   * #OTHER}.
   */
  static H264Profile of(String profileLevelId) {
    if (profileLevelId.isEmpty()) {
      return BASELINE;
    }
    if (profileLevelId.length() != 6) {
      return OTHER;
    }
    try {
      int value = Integer.parseInt(profileLevelId, 16);
      return of(value >>> 16, value >>> 8 & 0xff);
    } catch (NumberFormatException notHexadecimal) {
      return OTHER;
    }
  }

  private static H264Profile of(int profile, int constraints) {
    return switch (profile) {
      case 0x42 -> (constraints & SET_1) != 0 ? CONSTRAINED_BASELINE : BASELINE;
      case 0x4d -> (constraints & SET_0) != 0 ? CONSTRAINED_BASELINE : MAIN;
      case 0x58 -> extended(constraints);
      case 0x64 -> (constraints & SET_4_AND_5) == SET_4_AND_5 ? CONSTRAINED_HIGH : HIGH;
      default -> OTHER;
    };
  }

  private static H264Profile extended(int constraints) {
    boolean baseline = (constraints & SET_0) != 0;
    boolean main = (constraints & SET_1) != 0;
    if (baseline) {
      return main ? CONSTRAINED_BASELINE : BASELINE;
    }
    return EXTENDED;
  }

  /** Whether a decoder of this profile shows every stream of the other. */
  boolean decodes(H264Profile stream) {
    return this == stream
        || switch (stream) {
          case CONSTRAINED_BASELINE -> this != OTHER;
          case BASELINE -> this == EXTENDED;
          case MAIN, CONSTRAINED_HIGH -> this == HIGH;
          case EXTENDED, HIGH, OTHER -> false;
        };
  }
}
