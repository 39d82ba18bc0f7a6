package org.vigie.simulator.load.janus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.simulator.load.MediaServer.LocalEnd;
import org.vigie.simulator.sdp.Answer;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.transport.DtlsIdentity;

class SubscriberAnswerTest {
  private static final String OFFER =
      """
      v=0
      o=- 1 1 IN IP4 192.0.2.2
      s=-
      t=0 0
      a=fingerprint:sha-256 %s
      m=video 9 UDP/TLS/RTP/SAVPF 96 97
      c=IN IP4 192.0.2.2
      a=sendonly
      a=mid:v
      a=ice-ufrag:abcd
      a=ice-pwd:abcdefghijklmnopqrstuv
      a=setup:actpass
      a=rtpmap:96 VP8/90000
      a=extmap:3 %s
      a=extmap:9 urn:example:unknown
      a=rtpmap:97 rtx/90000
      a=fmtp:97 apt=96
      """
          .formatted("00:".repeat(31) + "00", Offer.TRANSPORT_CC);

  private static final LocalEnd LOCAL =
      new LocalEnd(
          IceCredentials.random(),
          List.of(
              new Candidate(
                  "1", 99, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.9"), 4_000))),
          DtlsIdentity.generate().fingerprint());

  @Test
  void allThatIsOfferedIsReceived() throws Exception {
    Answer.Media media = Answer.parse(answer()).accepted("video").orElseThrow();
    assertEquals(List.of(96, 97), media.payloadTypes());
    assertEquals(97, media.rtxPayloadType(96));
    assertEquals("recvonly", media.direction());
    assertEquals("v", media.mid());
  }

  @Test
  void ourEndIsInIt() throws Exception {
    Answer answer = Answer.parse(answer());
    assertEquals(LOCAL.ice(), answer.ice());
    assertEquals(LOCAL.candidates(), answer.candidates());
    assertEquals(List.of(LOCAL.fingerprint()), answer.fingerprints());
    assertEquals("active", answer.setup());
  }

  @Test
  void onlyExtensionsThatAViewerUsesAreAccepted() throws Exception {
    String answer = answer();
    assertEquals(3, Answer.parse(answer).media().getFirst().extension(Offer.TRANSPORT_CC));
    assertTrue(!answer.contains("unknown"), answer);
  }

  private static String answer() throws Exception {
    Answer.Media offered = Answer.parse(OFFER.replace("\n", "\r\n")).media().getFirst();
    return SubscriberAnswer.text(offered, LOCAL);
  }
}
