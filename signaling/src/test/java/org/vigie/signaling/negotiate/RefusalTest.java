package org.vigie.signaling.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
  private static final String CAMERA = Sample.offer("browser-camera");
  private static final String VIEWER = Sample.offer("browser-viewer");

  @Test
  void severalMLinesWithoutABundle() {
    NegotiationException refusal = refused("no-bundle", CAMERA.replace("a=group:BUNDLE 0 1\n", ""));

    assertTrue(refusal.detail().contains("[0, 1]"), refusal.detail());
    assertTrue(refusal.remedy().contains("bundle"), refusal.remedy());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a=group:BUNDLE 0\n", "a=group:LS 0 1\n", "a=group:BUNDLE 0\na=group:BUNDLE 1\n"})
  void aBundleThatDoesNotHoldAll(String groups) {
    refused("no-bundle", CAMERA.replace("a=group:BUNDLE 0 1\n", groups));
  }

  @Test
  void rtcpOnAPortOfItsOwn() {
    int video = CAMERA.indexOf("m=video");
    String offer = CAMERA.substring(0, video) + CAMERA.substring(video).replace("a=rtcp-mux\n", "");

    assertTrue(refused("no-rtcp-mux", offer).detail().contains("video"));
  }

  @Test
  void noSharedCodecNamesWhatWasOffered() {
    String offer = CAMERA.replace("VP8/90000", "H265/90000").replace("H264/90000", "JPEG/90000");

    NegotiationException refusal = refused("no-common-codec", offer);

    assertTrue(refusal.detail().contains("H265"), refusal.detail());
    assertTrue(refusal.detail().contains("JPEG"), refusal.detail());
    assertTrue(refusal.remedy().contains("H264, VP8, VP9 or AV1"), refusal.remedy());
  }

  @Test
  void soundAloneInACodecThatIsNotRelayed() {
    String offer =
        CAMERA
            .substring(0, CAMERA.indexOf("m=video"))
            .replace("BUNDLE 0 1", "BUNDLE 0")
            .replace("SAVPF 111 63 9 0 8 13 110", "SAVPF 9 13 110");

    assertTrue(refused("no-common-codec", offer).detail().contains("G722"));
  }

  @Test
  void twoPictures() {
    String video = CAMERA.substring(CAMERA.indexOf("m=video")).replace("a=mid:1\n", "a=mid:2\n");

    NegotiationException refusal = refused("two-tracks-of-a-kind", CAMERA + video);

    assertEquals("The offer has 2 video m-lines.", refusal.detail());
  }

  @Test
  void noIceCredentials() {
    assertTrue(
        refused("no-ice", CAMERA.replaceAll("a=ice-(ufrag|pwd).*\n", ""))
            .detail()
            .contains("no a=ice-ufrag"));
    refused("no-ice", CAMERA.replaceAll("a=ice-pwd.*\n", ""));
    refused("no-ice", CAMERA.replace("a=ice-ufrag:Cam1", "a=ice-ufrag:abc"));
    refused("no-ice", CAMERA.replace("a=ice-pwd:a1b2c3d4e5f6g7h8i9j0k1l2", "a=ice-pwd:short"));
    refused("no-ice", CAMERA.replace("a=ice-ufrag:Cam1", "a=ice-ufrag:Ca m1"));
    refused("no-ice", CAMERA.replace("a=ice-ufrag:Cam1", "a=ice-ufrag:" + "x".repeat(257)));
  }

  @Test
  void aPasswordNeverShowsInTheMessage() {
    NegotiationException refusal =
        refused(
            "no-ice",
            CAMERA.replace(
                "a=ice-pwd:a1b2c3d4e5f6g7h8i9j0k1l2", "a=ice-pwd:hushhush-hushhush-hushhush"));

    assertFalse(refusal.getMessage().contains("hushhush"), refusal.getMessage());
  }

  @Test
  void aLitePeer() {
    refused("ice-lite", CAMERA.replace("s=-\n", "s=-\na=ice-lite\n"));
  }

  @Test
  void noFingerprint() {
    refused("no-fingerprint", CAMERA.replaceAll("a=fingerprint.*\n", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha-1 0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D",
        "md5 00:11",
        "sha-256 AB:CD"
      })
  void aFingerprintThatProvesNothing(String fingerprint) {
    String offer = CAMERA.replaceAll("a=fingerprint:.*\n", "a=fingerprint:" + fingerprint + "\n");

    assertTrue(refused("no-fingerprint", offer).remedy().contains("sha-256"));
  }

  @Test
  void aSetupThatAllowsNoHandshake() {
    refused("bad-setup", CAMERA.replace("a=setup:actpass", "a=setup:holdconn"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"recvonly", "inactive"})
  void aCameraThatDoesNotSend(String direction) {
    NegotiationException refusal =
        refused("wrong-direction", CAMERA.replace("sendonly", direction));

    assertTrue(refusal.detail().contains("video " + direction), refusal.detail());
    assertTrue(refusal.remedy().contains("a=sendonly"), refusal.remedy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sendonly", "inactive"})
  void aViewerThatDoesNotReceive(String direction) {
    String offer = VIEWER.replace("recvonly", direction);
    NegotiationException refusal =
        assertThrows(NegotiationException.class, () -> Sample.whep(offer));

    assertEquals("wrong-direction", refusal.failure().code());
    assertTrue(refusal.remedy().contains("a=recvonly"), refusal.remedy());
  }

  @Test
  void nothingButADataChannel() {
    String offer =
        VIEWER.substring(0, VIEWER.indexOf("m=video"))
            + VIEWER.substring(VIEWER.indexOf("m=application"));

    assertTrue(refused("no-media", offer).detail().contains("application"));
  }

  @Test
  void noMLineAtAll() {
    refused("no-media", CAMERA.substring(0, CAMERA.indexOf("m=audio")));
  }

  @Test
  void mLinesThatAreOffOrNotEncrypted() {
    refused("no-media", CAMERA.replaceAll("m=(audio|video) 9 ", "m=$1 0 "));
    refused("no-media", CAMERA.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"));
  }

  @Test
  void midsThatAreNotUniqueOrTooLong() {
    refused("bad-mid", CAMERA.replace("a=mid:1\n", "a=mid:0\n"));
    refused(
        "bad-mid",
        CAMERA
            .replace("a=mid:1\n", "a=mid:12345678901234567\n")
            .replace("E 0 1", "E 0 12345678901234567"));
  }

  @Test
  void everyFailureHasACodeAndATitle() {
    for (NegotiationFailure failure : NegotiationFailure.values()) {
      assertTrue(failure.code().matches("[a-z]+(-[a-z]+)*"), failure.code());
      assertFalse(failure.title().isBlank());
    }
  }

  private static NegotiationException refused(String code, String offer) {
    NegotiationException refusal =
        assertThrows(NegotiationException.class, () -> Sample.whip(offer));
    assertEquals(code, refusal.failure().code(), refusal.getMessage());
    assertFalse(refusal.detail().isBlank());
    assertFalse(refusal.remedy().isBlank());
    return refusal;
  }
}
