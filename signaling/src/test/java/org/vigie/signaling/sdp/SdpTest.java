package org.vigie.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpTest {
  private static final String HEAD = "v=0\r\no=- 12 3 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
  private static final String TEXT =
      HEAD
          + """
          a=group:BUNDLE 0 1\r
          a=extmap-allow-mixed\r
          m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r
          c=IN IP4 0.0.0.0\r
          a=mid:0\r
          a=sendonly\r
          a=rtpmap:111 opus/48000/2\r
          m=video 5000 UDP/TLS/RTP/SAVPF 96\r
          a=mid:1\r
          a=x-own:thing\r
          """;

  @Test
  void readsWhatBelongsToTheSessionAndToEachMedium() {
    Sdp sdp = Sdp.parse(TEXT);

    assertEquals(new Origin("12", "3", "IN IP4 127.0.0.1"), sdp.origin());
    assertEquals(
        List.of(new Group("BUNDLE", List.of("0", "1")), PlainAttribute.flag("extmap-allow-mixed")),
        sdp.attributes().all());
    SdpMedia audio = sdp.media().getFirst();
    assertEquals("audio", audio.type());
    assertEquals(9, audio.port());
    assertEquals("UDP/TLS/RTP/SAVPF", audio.protocol());
    assertEquals(List.of("111", "0"), audio.formats());
    assertEquals("IN IP4 0.0.0.0", audio.connection());
    assertEquals(
        List.of(new Mid("0"), Direction.SENDONLY, new RtpMap(111, "opus", 48000, 2)),
        audio.attributes().all());
    assertEquals("", sdp.media().get(1).connection());
  }

  @Test
  void findsAttributesByNameAndByKind() {
    Attributes video = Sdp.parse(TEXT).media().get(1).attributes();

    assertTrue(video.has("x-own"));
    assertFalse(video.has("rtcp-mux"));
    assertEquals(Optional.of("thing"), video.value("x-own"));
    assertEquals(Optional.of(new Mid("1")), video.first(Mid.class));
    assertEquals(List.of(), video.every(RtpMap.class));
  }

  @Test
  void writesWhatItRead() {
    assertEquals(TEXT, Sdp.parse(TEXT).write());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void takesBothLineEndsAndAMissingLastOne(String end) {
    String text = TEXT.replace("\r\n", end);

    assertEquals(Sdp.parse(TEXT), Sdp.parse(text));
    assertEquals(Sdp.parse(TEXT), Sdp.parse(text.stripTrailing()));
    assertEquals(Sdp.parse(TEXT), Sdp.parse(text + end + end));
  }

  @Test
  void readsPastLinesWithoutUse() {
    String text =
        TEXT.replace(
            "t=0 0\r\n", "i=x\r\nu=x\r\ne=x\r\np=x\r\nb=AS:5\r\nt=0 0\r\nr=1 2\r\nz=0\r\nk=x\r\n");

    assertEquals(Sdp.parse(TEXT), Sdp.parse(text));
  }

  @Test
  void readsAPortWithACount() {
    assertEquals(5000, Sdp.parse(HEAD + "m=video 5000/2 RTP/AVP 96").media().getFirst().port());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                    | 5 | a line is a letter",
        "q=what                | 5 | a line is a letter",
        "a                     | 5 | a line is a letter",
        "a:x                   | 5 | a line is a letter",
        "m=video 9             | 5 | m= needs",
        "m=video x RTP/AVP 96  | 5 | port of m=",
        "m=video 70000 RTP/AVP 96 | 5 | port of m=",
        "m=video -1 RTP/AVP 96 | 5 | port of m=",
        "o=-                   | 5 | o= needs",
        "o=- x 1 IN IP4 1.1.1.1| 5 | session id of o=",
        "a=                    | 5 | attribute's name",
        "a=rtpmap:96           | 5 | a=rtpmap",
      })
  void aFaultNamesItsLineCauseAndRemedy(String line, int number, String cause) {
    SdpException fault =
        assertThrows(SdpException.class, () -> Sdp.parse(HEAD + line + "\r\na=ok\r\n"));

    assertEquals(number, fault.line());
    assertTrue(fault.detail().startsWith(cause), fault.detail());
    assertTrue(fault.getMessage().startsWith("line 5: "), fault.getMessage());
    assertFalse(fault.remedy().isBlank());
  }

  @Test
  void aTextThatDoesNotBeginWithVIsRefusedAtItsFirstLine() {
    SdpException fault =
        assertThrows(SdpException.class, () -> Sdp.parse("{\"type\":\"offer\",\"sdp\":\"v=0\"}"));

    assertEquals(1, fault.line());
    assertTrue(fault.remedy().contains("JSON"), fault.remedy());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\r\n", " ", "v=0", "v=0\r\ns=-\r\n", "v=1\r\no=- 1 1 IN IP4 0.0.0.0\r\n"})
  void anEmptyOrHeadlessTextIsRefused(String text) {
    assertThrows(SdpException.class, () -> Sdp.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=x:\u0000", "a=x:\u0007y", "a=x:a\rb", "s=\u007f"})
  void controlCharactersAreRefused(String line) {
    assertEquals(5, assertThrows(SdpException.class, () -> Sdp.parse(HEAD + line + "\r\n")).line());
  }

  @Test
  void aLongValueIsQuotedInPart() {
    String line = "a=rtpmap:" + "x".repeat(1000);

    SdpException fault = assertThrows(SdpException.class, () -> Sdp.parse(HEAD + line));

    assertTrue(fault.detail().length() < 200, fault.detail());
  }

  @Test
  void everythingHasABound() {
    assertTooMuch("s=" + "x".repeat(SdpLimits.MAX_LINE_CHARS) + "\r\n");
    assertTooMuch("b=AS:1\r\n".repeat(SdpLimits.MAX_LINES));
    assertTooMuch("m=video 9 RTP/AVP 96\r\n".repeat(SdpLimits.MAX_MEDIA + 1));
    assertTooMuch("a=x\r\n".repeat(SdpLimits.MAX_ATTRIBUTES + 1));
    assertTooMuch("m=video 9 RTP/AVP 96\r\n" + "a=x\r\n".repeat(SdpLimits.MAX_ATTRIBUTES + 1));
    assertTooMuch(("a=" + "x".repeat(4000) + "\r\n").repeat(SdpLimits.MAX_CHARS / 4000 + 1));
  }

  @Test
  void asMuchAsTheBoundsAllowIsRead() {
    String media = "m=video 9 RTP/AVP 96\r\n".repeat(SdpLimits.MAX_MEDIA);
    Sdp sdp = Sdp.parse(HEAD + "a=x\r\n".repeat(SdpLimits.MAX_ATTRIBUTES) + media);

    assertEquals(SdpLimits.MAX_ATTRIBUTES, sdp.attributes().all().size());
    assertEquals(SdpLimits.MAX_MEDIA, sdp.media().size());
  }

  private static void assertTooMuch(String rest) {
    SdpException fault = assertThrows(SdpException.class, () -> Sdp.parse(HEAD + rest));
    assertTrue(fault.detail().startsWith("more than "), fault.detail());
  }
}
