package org.vigie.bridge.api;

import java.util.Optional;

/**
 * What {@code profile-level-id} says (RFC 6184, section 8.1). Formats are compared by {@link
 * #sameProfile}, never by their text: {@code 42e01f}, {@code 42c02a} and {@code 4d801f} are one
 * profile.
 *
 * @param kind the profile
 * @param profileIdc profile_idc, 0 to 255
 * @param constraints the byte of constraint flags, 0 to 255
 * @param level level_idc, ten times the level; 9 for level 1b
 */
public record H264Profile(Kind kind, int profileIdc, int constraints, int level) {
  /**
   * The profiles of RFC 6184, table 5, and Constrained High; {@link H264Profile#decodes} relies on
   * their order.
   */
  public enum Kind {
    CONSTRAINED_BASELINE,
    BASELINE,
    MAIN,
    EXTENDED,
    CONSTRAINED_HIGH,
    HIGH,
    HIGH_10,
    HIGH_422,
    HIGH_444_PREDICTIVE,
    HIGH_10_INTRA,
    HIGH_422_INTRA,
    HIGH_444_INTRA,
    CAVLC_444_INTRA,
    /** One that the table does not know; equal only to itself. */
    OTHER
  }

  /** What a format without {@code profile-level-id} means: Baseline at level 1. */
  public static final String DEFAULT = "42000a";

  private static final int CONSTRAINT_SET_3 = 0x10;

  /** Reads six hexadecimal digits; empty if it is anything else. */
  public static Optional<H264Profile> parse(String profileLevelId) {
    if (profileLevelId.length() != 6 || !profileLevelId.chars().allMatch(H264Profile::isHexDigit)) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(profileLevelId, 16);
    int profileIdc = bits >> 16;
    int constraints = (bits >> 8) & 0xff;
    int level = level(profileIdc, constraints, bits & 0xff);
    return Optional.of(
        new H264Profile(kind(profileIdc, constraints), profileIdc, constraints, level));
  }

  /** That of a format; empty if its {@code profile-level-id} is malformed. */
  public static Optional<H264Profile> of(PayloadFormat format) {
    return parse(format.parameters().getOrDefault("profile-level-id", DEFAULT));
  }

  /** Whether both are one profile, whatever their levels. */
  public boolean sameProfile(H264Profile other) {
    if (kind == Kind.OTHER) {
      return other.profileIdc == profileIdc && other.constraints == constraints;
    }
    return kind == other.kind;
  }

  /**
   * Whether a decoder of this profile shows a stream of the other (H.264, annex A.2). Plain
   * Baseline counts as Constrained: browsers negotiate it and use nothing of what it has beyond.
   */
  public boolean decodes(H264Profile stream) {
    if (sameProfile(stream)) {
      return true;
    }
    return switch (stream.kind) {
      case CONSTRAINED_BASELINE, BASELINE -> kind.compareTo(Kind.HIGH_444_PREDICTIVE) <= 0;
      case MAIN, CONSTRAINED_HIGH -> isAtLeast(Kind.HIGH);
      case HIGH -> isAtLeast(Kind.HIGH_10);
      case HIGH_10 -> isAtLeast(Kind.HIGH_422);
      case HIGH_422 -> isAtLeast(Kind.HIGH_444_PREDICTIVE);
      default -> false;
    };
  }

  /** From HIGH to HIGH_444_PREDICTIVE each holds the one before. */
  private boolean isAtLeast(Kind least) {
    return kind.compareTo(least) >= 0 && kind.compareTo(Kind.HIGH_444_PREDICTIVE) <= 0;
  }

  private static int level(int profileIdc, int constraints, int levelIdc) {
    boolean early = profileIdc == 0x42 || profileIdc == 0x4d || profileIdc == 0x58;
    boolean level1b = early && levelIdc == 11 && (constraints & CONSTRAINT_SET_3) != 0;
    return level1b ? 9 : levelIdc;
  }

  private static Kind kind(int profileIdc, int constraints) {
    return switch (profileIdc) {
      case 0x42 -> baseline(constraints);
      case 0x4d -> main(constraints);
      case 0x58 -> extended(constraints);
      case 0x64 -> high(constraints);
      case 0x6e -> highOrIntra(constraints, Kind.HIGH_10, Kind.HIGH_10_INTRA);
      case 0x7a -> highOrIntra(constraints, Kind.HIGH_422, Kind.HIGH_422_INTRA);
      case 0xf4 -> highOrIntra(constraints, Kind.HIGH_444_PREDICTIVE, Kind.HIGH_444_INTRA);
      case 0x2c -> highOrIntra(constraints, Kind.OTHER, Kind.CAVLC_444_INTRA);
      default -> Kind.OTHER;
    };
  }

  /** Flags 1 to 4 decide (bits 7 to 4), of which the first and fourth may be anything. */
  private static Kind baseline(int constraints) {
    return switch (constraints & 0x4f) {
      case 0x40 -> Kind.CONSTRAINED_BASELINE;
      case 0x00 -> Kind.BASELINE;
      default -> Kind.OTHER;
    };
  }

  private static Kind main(int constraints) {
    if ((constraints & 0x8f) == 0x80) {
      return Kind.CONSTRAINED_BASELINE;
    }
    return (constraints & 0xaf) == 0 ? Kind.MAIN : Kind.OTHER;
  }

  private static Kind extended(int constraints) {
    return switch (constraints & 0xcf) {
      case 0xc0 -> Kind.CONSTRAINED_BASELINE;
      case 0x80 -> Kind.BASELINE;
      case 0x00 -> Kind.EXTENDED;
      default -> Kind.OTHER;
    };
  }

  private static Kind high(int constraints) {
    return switch (constraints) {
      case 0x00 -> Kind.HIGH;
      case 0x0c -> Kind.CONSTRAINED_HIGH;
      default -> Kind.OTHER;
    };
  }

  private static Kind highOrIntra(int constraints, Kind plain, Kind intra) {
    return switch (constraints) {
      case 0x00 -> plain;
      case 0x10 -> intra;
      default -> Kind.OTHER;
    };
  }

  private static boolean isHexDigit(int c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }
}
