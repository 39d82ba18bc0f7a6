package org.vigie.signaling.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.signaling.sdp.SdpFragment;

class IceExchangeTest {
  private static final String CANDIDATE = "a=candidate:1 1 udp 5 192.0.2.7 5000 typ host\n";
  private static final String NEW_PASSWORD = "a=ice-pwd:newPassword0123456789+/\n";

  private final IceExchange ice = Sample.whip(Sample.offer("browser-camera")).ice();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a=ice-ufrag:Cam1\n",
        "a=ice-ufrag:Cam1\na=ice-pwd:a1b2c3d4e5f6g7h8i9j0k1l2\n"
      })
  void theSameUserFragmentOrNoneIsATrickle(String head) {
    IcePatch patch =
        ice.read(fragment(head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:0\n" + CANDIDATE));

    IcePatch.Trickle trickle = assertInstanceOf(IcePatch.Trickle.class, patch);
    assertEquals("192.0.2.7", trickle.candidates().getFirst().address());
    assertFalse(trickle.endOfCandidates());
  }

  @Test
  void theEndOfCandidatesIsTold() {
    IcePatch patch =
        ice.read(fragment("m=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:0\na=end-of-candidates\n"));

    assertTrue(assertInstanceOf(IcePatch.Trickle.class, patch).endOfCandidates());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:0\n"})
  void aNewUserFragmentIsARestart(String place) {
    IcePatch patch = ice.read(fragment(place + "a=ice-ufrag:Cam2\n" + NEW_PASSWORD + CANDIDATE));

    assertEquals(
        new IcePatch.Restart(new IceCredentials("Cam2", "newPassword0123456789+/")), patch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a=ice-pwd:short\n", "a=ice-pwd:with-letters-that-are-no-ice-chars\n"})
  void aNewUserFragmentWithoutAValidPasswordIsRefused(String password) {
    SdpFragment patch = fragment("a=ice-ufrag:Cam2\n" + password);

    NegotiationException refusal = assertThrows(NegotiationException.class, () -> ice.read(patch));

    assertEquals("bad-ice-restart", refusal.failure().code());
    assertFalse(refusal.remedy().isBlank());
  }

  @Test
  void afterARestartTheNewUserFragmentIsTheCurrentOne() {
    SdpFragment patch = fragment("a=ice-ufrag:Cam2\n" + NEW_PASSWORD);
    IceExchange next = ice.restarted(assertInstanceOf(IcePatch.Restart.class, ice.read(patch)));

    assertInstanceOf(IcePatch.Trickle.class, next.read(patch));
    assertInstanceOf(IcePatch.Trickle.class, ice.read(fragment("a=ice-ufrag:Cam1\n")));
  }

  @Test
  void aLateTrickleOfAnEarlierIceSessionIsNoRestart() {
    IceExchange next = ice;
    for (int i = 0; i <= IceExchange.KEEP_EARLIER; i++) {
      SdpFragment patch = fragment("a=ice-ufrag:Next" + i + "\n" + NEW_PASSWORD);
      next = next.restarted(assertInstanceOf(IcePatch.Restart.class, next.read(patch)));
    }

    for (int i = 0; i <= IceExchange.KEEP_EARLIER; i++) {
      SdpFragment late = fragment("a=ice-ufrag:Next" + i + "\n" + NEW_PASSWORD + CANDIDATE);
      assertInstanceOf(IcePatch.Trickle.class, next.read(late));
    }
    assertEquals(IceExchange.KEEP_EARLIER, next.earlier().size());
  }

  @Test
  void theAnswerOfARestartIsAsRecorded() {
    assertEquals(
        Sample.resource("answers/restart.sdpfrag"), ice.answer(Sample.LOCAL).replace("\r\n", "\n"));
    assertTrue(ice.answer(Sample.LOCAL).endsWith("\r\n"));
  }

  @Test
  void theAnswerNamesTheMLineThatSpeaksForTheBundle() {
    IceExchange swapped =
        Sample.whip(Sample.offer("browser-camera").replace("BUNDLE 0 1", "BUNDLE 1 0")).ice();

    SdpFragment answer = SdpFragment.parse(swapped.answer(Sample.LOCAL));

    assertEquals("1", answer.mids().getFirst());
    assertEquals("video", answer.media().getFirst().type());
  }

  @Test
  void withoutMidsTheAnswerNamesNone() {
    IceExchange plain = Sample.whip(Sample.offer("plain-camera")).ice();

    SdpFragment answer = SdpFragment.parse(plain.answer(Sample.LOCAL));

    assertTrue(answer.mids().isEmpty());
    assertEquals(2, answer.candidates().size());
  }

  private static SdpFragment fragment(String text) {
    return SdpFragment.parse(text);
  }
}
