package org.vigie.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpFragmentTest {
  private static final String TRICKLE =
      """
      a=group:BUNDLE 0 1\r
      a=ice-ufrag:Abcd\r
      a=ice-pwd:0123456789012345678901\r
      m=audio 9 UDP/TLS/RTP/SAVPF 0\r
      a=mid:0\r
      a=candidate:1 1 udp 5 192.0.2.1 5000 typ host\r
      a=candidate:2 1 udp 4 fd00::1 5000 typ host generation 0\r
      a=end-of-candidates\r
      """;

  @Test
  void readsCredentialsMidsAndCandidates() {
    SdpFragment fragment = SdpFragment.parse(TRICKLE);

    assertEquals(Optional.of("Abcd"), fragment.ufrag());
    assertEquals(Optional.of("0123456789012345678901"), fragment.password());
    assertEquals(List.of("0"), fragment.mids());
    assertEquals(
        List.of("192.0.2.1", "fd00::1"),
        fragment.candidates().stream().map(each -> each.address()).toList());
    assertTrue(fragment.endOfCandidates());
  }

  @Test
  void writesWhatItRead() {
    assertEquals(TRICKLE, SdpFragment.parse(TRICKLE).write());
  }

  @Test
  void findsCredentialsBelowAnMLine() {
    SdpFragment fragment =
        SdpFragment.parse("m=audio 9 RTP/AVP 0\na=mid:0\na=ice-ufrag:Efgh\na=ice-pwd:secret");

    assertEquals(Optional.of("Efgh"), fragment.ufrag());
    assertEquals(Optional.of("secret"), fragment.password());
  }

  @Test
  void readsCandidatesWithoutAnMLine() {
    SdpFragment fragment =
        SdpFragment.parse("a=mid:0\na=candidate:1 1 udp 5 192.0.2.1 5000 typ host\n");

    assertEquals(1, fragment.candidates().size());
    assertFalse(fragment.endOfCandidates());
  }

  @Test
  void anEmptyBodyIsAnEmptyFragment() {
    SdpFragment fragment = SdpFragment.parse("");

    assertEquals(Optional.empty(), fragment.ufrag());
    assertEquals(List.of(), fragment.candidates());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "a=mid:", "m=audio", "{\"candidate\":1}", "a=x\u0000"})
  void malformedIsRefusedWithItsLine(String text) {
    assertEquals(1, assertThrows(SdpException.class, () -> SdpFragment.parse(text)).line());
  }

  @Test
  void aFragmentHasTheSameBounds() {
    String text =
        "a=candidate:1 1 udp 5 192.0.2.1 5000 typ host\n".repeat(SdpLimits.MAX_ATTRIBUTES + 1);

    assertThrows(SdpException.class, () -> SdpFragment.parse(text));
  }
}
