package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.PayloadFormat;

class FormatMatchTest {
  @Test
  void theSameProfileAndModeGoBeforeThoseThatOnlyDecode() {
    PayloadFormat high = h264(96, 1, "64001f");
    PayloadFormat single = h264(97, 0, "42e01f");
    PayloadFormat same = h264(98, 1, "42c02a");
    FormatMatch match = new FormatMatch(List.of(high, single, same));

    assertSame(same, match.of(h264(102, 1, "42e01f")));
    assertSame(single, match.of(h264(102, 0, "42e01f")));
  }

  @Test
  void withoutTheSameTheFirstThatDecodesIsTaken() {
    PayloadFormat main = h264(96, 1, "4d001f");
    FormatMatch match =
        new FormatMatch(List.of(h264(95, 0, "64001f"), main, h264(97, 1, "64001f")));

    assertSame(main, match.of(h264(102, 1, "42e01f")));
  }

  @ParameterizedTest
  @CsvSource({"1, 64001f", "1, 4d001f", "1, nonsense"})
  void whatTheViewerCannotDecodeHasNoFormat(int mode, String profile) {
    assertNull(new FormatMatch(List.of(h264(96, 1, "42e01f"))).of(h264(102, mode, profile)));
  }

  @Test
  void fragmentsAreNotSentToAViewerOfSingleUnits() {
    assertNull(new FormatMatch(List.of(h264(96, 0, "42e01f"))).of(h264(102, 1, "42e01f")));
  }

  @Test
  void aBrowsersBaselineReachesAViewerOfConstrainedBaseline() {
    assertEquals(
        96,
        new FormatMatch(List.of(h264(96, 1, "42e01f"))).of(h264(102, 1, "42001f")).payloadType());
  }

  @Test
  void otherCodecsMatchByProfile() {
    PayloadFormat vp9 = format(98, Codec.VP9, Map.of("profile-id", "0"));
    FormatMatch match = new FormatMatch(List.of(format(96, Codec.VP8, Map.of()), vp9));

    assertSame(vp9, match.of(format(100, Codec.VP9, Map.of())));
    assertNull(match.of(format(100, Codec.VP9, Map.of("profile-id", "2"))));
    assertNull(match.of(format(100, Codec.AV1, Map.of())));
  }

  private static PayloadFormat h264(int payloadType, int mode, String profile) {
    return format(
        payloadType,
        Codec.H264,
        Map.of("packetization-mode", String.valueOf(mode), "profile-level-id", profile));
  }

  private static PayloadFormat format(
      int payloadType, Codec codec, Map<String, String> parameters) {
    return new PayloadFormat(payloadType, codec, 1, parameters, OptionalInt.empty());
  }
}
