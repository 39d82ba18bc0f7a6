package org.vigie.bridge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H264ProfileTest {
  @ParameterizedTest
  @CsvSource({
    "42e01f, CONSTRAINED_BASELINE",
    "42C02A, CONSTRAINED_BASELINE",
    "42401f, CONSTRAINED_BASELINE",
    "4d801f, CONSTRAINED_BASELINE",
    "58c01f, CONSTRAINED_BASELINE",
    "42001f, BASELINE",
    "42801f, BASELINE",
    "58801f, BASELINE",
    "4d001f, MAIN",
    "4d401f, MAIN",
    "58001f, EXTENDED",
    "64001f, HIGH",
    "640c1f, CONSTRAINED_HIGH",
    "6e001f, HIGH_10",
    "6e101f, HIGH_10_INTRA",
    "7a001f, HIGH_422",
    "7a101f, HIGH_422_INTRA",
    "f4001f, HIGH_444_PREDICTIVE",
    "f4101f, HIGH_444_INTRA",
    "2c101f, CAVLC_444_INTRA",
    "2c001f, OTHER",
    "42011f, OTHER",
    "4d201f, OTHER",
    "64ff1f, OTHER",
    "00001f, OTHER",
  })
  void readsTheProfileFromIdcAndConstraintFlags(String id, H264Profile.Kind kind) {
    assertEquals(kind, H264Profile.parse(id).orElseThrow().kind());
  }

  @ParameterizedTest
  @CsvSource({"42e01f, 31", "640034, 52", "42f00b, 9", "42e00b, 11", "420009, 9", "64100b, 11"})
  void readsTheLevelAndLevel1b(String id, int level) {
    assertEquals(level, H264Profile.parse(id).orElseThrow().level());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "42e01", "42e01f0", "42e01g", "0x42e0", " 42e01", "-2e01f", "42e0 f", "４２ｅ０１ｆ"
      })
  void takesNothingButSixHexadecimalDigits(String id) {
    assertEquals(Optional.empty(), H264Profile.parse(id));
  }

  @Test
  void comparesProfilesNotTexts() {
    assertTrue(profile("42e01f").sameProfile(profile("42c034")));
    assertTrue(profile("42e01f").sameProfile(profile("4d801f")));
    assertFalse(profile("42e01f").sameProfile(profile("42001f")));
    assertFalse(profile("64001f").sameProfile(profile("640c1f")));
  }

  @ParameterizedTest
  @CsvSource({
    "42e01f, 42e01f, true", "42e01f, 42001f, true", "4d001f, 42e01f, true", "640c1f, 42e01f, true",
    "64001f, 4d001f, true", "64001f, 640c1f, true", "f4001f, 64001f, true", "7a001f, 6e001f, true",
    "42e01f, 4d001f, false", "4d001f, 64001f, false", "640c1f, 4d001f, false",
        "640c1f, 64001f, false",
    "6e001f, 7a001f, false", "6e101f, 64001f, false", "6e101f, 42e01f, false",
        "64ff1f, 42e01f, false",
    "64001f, 64ff1f, false", "58001f, 42001f, true", "64001f, 58001f, false",
  })
  void aDecoderShowsItsOwnProfileAndThoseItHolds(String decoder, String stream, boolean shows) {
    assertEquals(shows, profile(decoder).decodes(profile(stream)));
  }

  @Test
  void unknownProfilesAreEqualOnlyToThemselves() {
    assertTrue(profile("64ff1f").sameProfile(profile("64ff2a")));
    assertFalse(profile("64ff1f").sameProfile(profile("64fe1f")));
    assertFalse(profile("42011f").sameProfile(profile("42e01f")));
  }

  @Test
  void aFormatWithoutIdMeansBaselineAtLevelOne() {
    H264Profile profile = H264Profile.of(format(Map.of())).orElseThrow();
    assertEquals(H264Profile.Kind.BASELINE, profile.kind());
    assertEquals(10, profile.level());
  }

  @Test
  void aFormatWithMalformedIdHasNoProfile() {
    assertEquals(Optional.empty(), H264Profile.of(format(Map.of("profile-level-id", "high"))));
  }

  private static H264Profile profile(String id) {
    return H264Profile.parse(id).orElseThrow();
  }

  private static PayloadFormat format(Map<String, String> parameters) {
    return new PayloadFormat(96, Codec.H264, 1, parameters, OptionalInt.empty());
  }
}
