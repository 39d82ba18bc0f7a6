package org.vigie.simulator.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;

class SdpTest {
  private static final String ANSWER =
      """
      v=0\r
      o=- 1 1 IN IP4 127.0.0.1\r
      s=-\r
      t=0 0\r
      a=group:BUNDLE 0\r
      a=ice-lite\r
      m=video 10000 UDP/TLS/RTP/SAVPF 102 103\r
      c=IN IP4 192.0.2.1\r
      a=mid:0\r
      a=recvonly\r
      a=ice-ufrag:abcd\r
      a=ice-pwd:0123456789012345678901\r
      a=fingerprint:sha-256 aa:BB\r
      a=setup:passive\r
      a=candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host\r
      a=candidate:2 1 UDP 2130706175 2001:db8::1 10000 typ host\r
      a=candidate:3 1 tcp 1000 192.0.2.1 443 typ host tcptype passive\r
      a=extmap:4/recvonly urn:ietf:params:rtp-hdrext:sdes:mid\r
      a=rtpmap:102 H264/90000\r
      a=rtpmap:103 rtx/90000\r
      a=fmtp:103 apt=102\r
      a=ssrc-group:FID 4294967295 7\r
      a=ssrc:4294967295 cname:x\r
      a=ssrc:7 cname:x\r
      m=audio 0 UDP/TLS/RTP/SAVPF 111\r
      a=mid:1\r
      a=inactive\r
      """;

  @Test
  void anAnswerIsReadAsTheRelayWroteIt() throws Exception {
    Answer answer = Answer.parse(ANSWER);
    assertEquals("passive", answer.setup());
    assertEquals(List.of(new Fingerprint("sha-256", "AA:BB")), answer.fingerprints());
    assertEquals(2, answer.candidates().size(), "UDP only");
    assertEquals(10_000, answer.candidates().get(1).address().getPort());
    Answer.Media video = answer.accepted("video").orElseThrow();
    assertEquals(103, video.rtxPayloadType(102));
    assertEquals(-1, video.rtxPayloadType(96));
    assertEquals(4, video.extension(Offer.MID));
    assertEquals(0, video.extension(Offer.TRANSPORT_CC));
    assertEquals(Set.of(-1, 7), video.ssrcs());
    assertEquals(7, video.rtxSsrcs().get(-1));
    assertTrue(answer.accepted("audio").isEmpty());
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    for (String text :
        List.of(
            "",
            "hello",
            "m=video",
            "m=video x",
            ANSWER.replace("a=ice-ufrag:abcd", "a=ice-ufrag:?"),
            ANSWER.replace("a=fingerprint:sha-256 aa:BB", "a=fingerprint:sha-256"),
            ANSWER.replace("192.0.2.1 10000 typ", "relay.example 10000 typ"))) {
      assertThrows(SdpException.class, () -> Answer.parse(text), text);
    }
  }

  @Test
  void anOfferHoldsWhatARelayNeeds() {
    Offer offer =
        new Offer(
            new IceCredentials("abcd", "0123456789012345678901"),
            List.of(new Candidate("1", 5, new InetSocketAddress("192.0.2.7", 4_000))),
            new Fingerprint("sha-256", "AA"),
            List.of(
                new Offer.Media(
                    "video",
                    "sendonly",
                    List.of(new Offer.Format(102, "H264/90000", "packetization-mode=1", 103)),
                    Optional.of(new Offer.Source(-1, 7, "c"))),
                new Offer.Media(
                    "audio",
                    "sendonly",
                    List.of(new Offer.Format(111, "opus/48000/2", "", -1)),
                    Optional.empty())));
    String text = offer.text();
    for (String line :
        List.of(
            "a=group:BUNDLE 0 1",
            "m=video 9 UDP/TLS/RTP/SAVPF 102 103",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "a=candidate:1 1 udp 5 192.0.2.7 4000 typ host",
            "a=setup:actpass",
            "a=rtcp-mux",
            "a=fmtp:103 apt=102",
            "a=ssrc-group:FID 4294967295 7",
            "a=mid:1")) {
      assertTrue(text.contains(line + "\r\n"), line);
    }
    assertFalse(text.replace("\r\n", "").contains("\n"), "each line ends with CR LF");
  }
}
