package org.vigie.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.signaling.sdp.Simulcast.Encoding;

class AttributeTest {
  static Stream<Arguments> known() {
    return Stream.of(
        Arguments.of("mid:video0", new Mid("video0")),
        Arguments.of("group:BUNDLE", new Group("BUNDLE", List.of())),
        Arguments.of("group:BUNDLE 0 1", new Group("BUNDLE", List.of("0", "1"))),
        Arguments.of("sendrecv", Direction.SENDRECV),
        Arguments.of("inactive", Direction.INACTIVE),
        Arguments.of("rtcp-mux", PlainAttribute.flag("rtcp-mux")),
        Arguments.of("ice-options:trickle ice2", new PlainAttribute("ice-options", "trickle ice2")),
        Arguments.of("setup:actpass", Setup.ACTPASS),
        Arguments.of("fingerprint:sha-1 AB:0f", new FingerprintAttribute("sha-1", "AB:0f")),
        Arguments.of("rtpmap:0 PCMU/8000", new RtpMap(0, "PCMU", 8000, 1)),
        Arguments.of("rtpmap:111 opus/48000/2", new RtpMap(111, "opus", 48000, 2)),
        Arguments.of("fmtp:97 apt=96", new Fmtp(97, "apt=96")),
        Arguments.of("fmtp:97", new Fmtp(97, "")),
        Arguments.of("rtcp-fb:96 nack pli", new RtcpFb(OptionalInt.of(96), "nack pli")),
        Arguments.of("rtcp-fb:* nack", new RtcpFb(OptionalInt.empty(), "nack")),
        Arguments.of("extmap:3 urn:a", new ExtMap(3, Optional.empty(), "urn:a", "")),
        Arguments.of(
            "extmap:4/sendonly urn:a vad=on",
            new ExtMap(4, Optional.of(Direction.SENDONLY), "urn:a", "vad=on")),
        Arguments.of("ssrc:4294967295 cname:a b", new SsrcAttribute(0xffff_ffffL, "cname:a b")),
        Arguments.of("ssrc:0", new SsrcAttribute(0, "")),
        Arguments.of("ssrc-group:FID 1 2", new SsrcGroup("FID", List.of(1L, 2L))),
        Arguments.of("msid:stream track", new Msid("stream", "track")),
        Arguments.of("msid:-", new Msid("-", "")),
        Arguments.of("rid:h send", new Rid("h", true, List.of())),
        Arguments.of(
            "rid:h recv pt=96,97;max-width=640",
            new Rid("h", false, List.of("pt=96,97", "max-width=640"))),
        Arguments.of(
            "simulcast:send 1,~4;2 recv 3",
            new Simulcast(
                List.of(List.of(sent("1"), new Encoding("4", true)), List.of(sent("2"))),
                List.of(List.of(sent("3"))),
                false)),
        Arguments.of(
            "simulcast:recv rid=h;l",
            new Simulcast(List.of(), List.of(List.of(sent("h")), List.of(sent("l"))), true)),
        Arguments.of(
            "candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host",
            new CandidateAttribute("1", 1, "udp", 2130706431L, "192.0.2.1", 10000, "host", "")),
        Arguments.of(
            "candidate:a/+ 2 TCP 7 x-y.local 9 typ srflx raddr 0.0.0.0 rport 0",
            new CandidateAttribute(
                "a/+", 2, "TCP", 7, "x-y.local", 9, "srflx", "raddr 0.0.0.0 rport 0")));
  }

  @ParameterizedTest
  @MethodSource("known")
  void isReadIntoItsTypeAndWrittenAsItWas(String text, Attribute attribute) {
    Attribute read = Attribute.parse(text);

    assertEquals(attribute, read);
    String value = read.attributeValue();
    assertEquals(text, read.attributeName() + (value.isEmpty() ? "" : ":" + value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mid:",
        "mid:a b",
        "group:",
        "group:BUNDLE a:b",
        "setup:maybe",
        "fingerprint:sha-256",
        "fingerprint:sha-256 AB:",
        "fingerprint:sha-256 AB:C",
        "fingerprint:sha-256 AB-CD",
        "fingerprint:sha-256 GG",
        "fingerprint:sha-256 ４２",
        "rtpmap:",
        "rtpmap:96",
        "rtpmap:96 VP8",
        "rtpmap:96 /90000",
        "rtpmap:128 VP8/90000",
        "rtpmap:-1 VP8/90000",
        "rtpmap:96 VP8/x",
        "rtpmap:96 VP8/99999999999999999999",
        "rtpmap:96 opus/48000/",
        "rtpmap:96 opus/48000/256",
        "fmtp:",
        "fmtp:x a=b",
        "rtcp-fb:96",
        "rtcp-fb:200 nack",
        "extmap:1",
        "extmap:x urn:a",
        "extmap:1/sideways urn:a",
        "extmap:70000 urn:a",
        "ssrc:",
        "ssrc:4294967296 cname:x",
        "ssrc:-5 cname:x",
        "ssrc-group:",
        "ssrc-group:FID a",
        "msid:",
        "rid:",
        "rid:h",
        "rid:h sideways",
        "rid:a/b send",
        "simulcast:",
        "simulcast:send",
        "simulcast:both a",
        "simulcast:send a;;b",
        "simulcast:send a,,b",
        "simulcast:send ~",
        "simulcast:send a recv",
        " : ",
        "a b:c",
      })
  void malformedIsRefused(String text) {
    SdpException fault = assertThrows(SdpException.class, () -> Attribute.parse(text));

    assertFalse(fault.detail().isBlank());
    assertFalse(fault.remedy().isBlank());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "candidate:",
        "candidate:1 1 udp",
        "candidate:1 1 udp 99999999999 192.0.2.1 1 typ host",
        "candidate:1 1 udp 1 192.0.2.1 70000 typ host",
        "candidate:1 1 udp 1 192.0.2.1 1 kind host",
      })
  void anUnreadableCandidateIsKeptAsTextNotRefused(String text) {
    assertInstanceOf(PlainAttribute.class, Attribute.parse(text));
  }

  @Test
  void parametersHaveLowerCaseNamesAndKeepTheirOrder() {
    Fmtp fmtp = new Fmtp(96, " Profile-Level-Id=42E01F ; packetization-mode = 1;; flag;=x; flag=2");

    assertEquals(
        List.of("profile-level-id=42E01F", "packetization-mode=1", "flag="),
        fmtp.parameters().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .toList());
  }

  @Test
  void parametersAreWrittenInOrder() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("b", "1");
    parameters.put("flag", "");
    parameters.put("a", "2");

    assertEquals(new Fmtp(96, "b=1;flag;a=2"), Fmtp.of(96, parameters));
  }

  @Test
  void feedbackForAllConcernsEachPayloadType() {
    assertTrue(new RtcpFb(OptionalInt.empty(), "nack").concerns(7));
    assertTrue(new RtcpFb(OptionalInt.of(7), "nack").concerns(7));
    assertFalse(new RtcpFb(OptionalInt.of(8), "nack").concerns(7));
  }

  @Test
  void theOldFormOfSimulcastIsReadWithBlanks() {
    Attribute old = Attribute.parse("simulcast: send rid=1;2 recv rid=3");

    assertEquals(
        new Simulcast(
            List.of(List.of(sent("1")), List.of(sent("2"))), List.of(List.of(sent("3"))), true),
        old);
  }

  private static Encoding sent(String rid) {
    return new Encoding(rid, false);
  }
}
