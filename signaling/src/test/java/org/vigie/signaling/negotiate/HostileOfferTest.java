package org.vigie.signaling.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.signaling.sdp.Sdp;
import org.vigie.signaling.sdp.SdpException;
import org.vigie.signaling.sdp.SdpFragment;
import org.vigie.signaling.sdp.SdpLimits;

/** Whatever the text, nothing but {@link SdpException} and {@link NegotiationException} leaves. */
class HostileOfferTest {
  private static final long SEED = 20_260_214;
  private static final int MUTATIONS = 24_000;
  private static final List<String> OFFERS =
      Stream.of("browser-camera", "browser-simulcast", "browser-viewer", "plain-camera")
          .map(Sample::offer)
          .toList();
  private static final String[] SPLINTERS = {
    "",
    "\n",
    "\r",
    "\u0000",
    ":",
    "=",
    " ",
    "/",
    ";",
    ",",
    "~",
    "*",
    "-1",
    "0",
    "65536",
    "4294967296",
    "99999999999999999999",
    "a=",
    "m=",
    "m=video 9 UDP/TLS/RTP/SAVPF 96\n",
    "a=mid:\n",
    "a=simulcast:send ~;,\n",
    "a=rid: send\n",
    "a=group:BUNDLE\n",
    "a=ssrc-group:FID 1 1\n",
    "a=ssrc-group:SIM\n",
    "a=fmtp:96 =;=\n",
    "é",
    "𝟙",
    "a=extmap:1/ x\n",
    "a=rtpmap:96 ////\n",
    "a=candidate:\n",
    "a=fingerprint:sha-256 :\n"
  };

  @Test
  void everyPrefixOfAnOfferIsServedOrRefused() {
    for (String offer : OFFERS) {
      for (int end = 0; end <= offer.length(); end++) {
        serveOrRefuse(offer.substring(0, end));
      }
    }
  }

  @Test
  void everyMutatedOfferIsServedOrRefused() {
    Random random = new Random(SEED);
    int served = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      served += serveOrRefuse(mutated(OFFERS.get(i % OFFERS.size()), random)) ? 1 : 0;
    }
    assertTrue(served > MUTATIONS / 20, "only " + served + " mutations reached an answer");
  }

  @Test
  void everyMutatedFragmentIsReadOrRefused() {
    Random random = new Random(SEED);
    String fragment =
        """
        a=ice-ufrag:Efgh
        a=ice-pwd:0123456789012345678901
        m=audio 9 UDP/TLS/RTP/SAVPF 0
        a=mid:0
        a=candidate:1 1 udp 5 192.0.2.1 5000 typ host
        a=end-of-candidates
        """;
    IceExchange ice =
        new IceExchange(
            new IceCredentials("Abcd", "0123456789012345678901"),
            List.of(new IceExchange.Line("audio", "0")));
    int restarts = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      restarts += isRestart(ice, mutated(fragment, random)) ? 1 : 0;
    }
    assertTrue(restarts > 0);
  }

  @Test
  void anAnswerIsAlwaysReadableAndNeverHoldsAnInjectedLine() {
    Random random = new Random(SEED + 1);
    for (int i = 0; i < MUTATIONS / 10; i++) {
      String offer = mutated(OFFERS.getFirst(), random);
      try {
        String answer = Sample.whipAnswer(offer);
        assertEquals(answer, Sdp.parse(answer).write());
      } catch (SdpException | NegotiationException refused) {
        // As it should be.
      }
    }
  }

  @Test
  void offersAtTheBoundsAreServedInNoTime() {
    String head =
        """
        v=0
        o=- 1 1 IN IP4 0.0.0.0
        a=group:BUNDLE 0
        a=ice-ufrag:abcd
        a=ice-pwd:0123456789012345678901
        a=fingerprint:sha-256 %s
        """
            .formatted("00:".repeat(31) + "00");
    StringBuilder offer = new StringBuilder(head + "m=video 9 UDP/TLS/RTP/SAVPF");
    for (int type = 0; type < 1000; type++) {
      offer.append(' ').append(type % 128);
    }
    offer.append("\na=mid:0\na=rtcp-mux\na=sendonly\n");
    for (int line = 0; line < SdpLimits.MAX_ATTRIBUTES - 3; line++) {
      offer.append(
          line % 2 == 0 ? "a=rtpmap:" + line % 128 + " VP8/90000\n" : "a=rtcp-fb:* nack pli\n");
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertTrue(serveOrRefuse(offer.toString())));
  }

  @Test
  void offersOfRealClientsMutatedAreServedOrRefused() throws IOException {
    Random random = new Random(SEED + 2);
    for (Path file : realOffers()) {
      String offer = Files.readString(file);
      for (int i = 0; i < MUTATIONS / 40; i++) {
        serveOrRefuse(mutated(offer, random));
      }
    }
  }

  private static List<Path> realOffers() throws IOException {
    Path folder = Sample.realOffers().orElse(null);
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().endsWith(".sdp")).sorted().toList();
    }
  }

  /** Whether it was served: an offer that only receives is a viewer's, any other a camera's. */
  private static boolean serveOrRefuse(String offer) {
    boolean viewer = offer.contains("a=recvonly");
    return attempt(() -> answer(offer, viewer), offer);
  }

  private static String answer(String offer, boolean viewer) {
    return viewer ? Sample.whepAnswer(offer) : Sample.whipAnswer(offer);
  }

  private static boolean isRestart(IceExchange ice, String fragment) {
    boolean[] restart = new boolean[1];
    attempt(
        () -> restart[0] = ice.read(SdpFragment.parse(fragment)) instanceof IcePatch.Restart,
        fragment);
    return restart[0];
  }

  private static boolean attempt(Runnable negotiation, String text) {
    try {
      negotiation.run();
      return true;
    } catch (SdpException | NegotiationException refused) {
      return false;
    } catch (RuntimeException leak) {
      throw new AssertionError("from the text\n" + text, leak);
    }
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutant = new StringBuilder(text);
    for (int times = 1 + random.nextInt(4); times > 0 && !mutant.isEmpty(); times--) {
      mutate(mutant, random);
    }
    return mutant.toString();
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + 1 + random.nextInt(20));
    switch (random.nextInt(6)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, text.substring(at, end));
      case 2 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
      case 3 -> text.replace(at, end, SPLINTERS[random.nextInt(SPLINTERS.length)]);
      case 4 -> moveLine(text, random);
      default -> text.insert(at, SPLINTERS[random.nextInt(SPLINTERS.length)]);
    }
  }

  private static void moveLine(StringBuilder text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.toString().split("\n", -1)));
    String line = lines.remove(random.nextInt(lines.size()));
    lines.add(random.nextInt(lines.size() + 1), line);
    text.setLength(0);
    text.append(String.join("\n", lines));
  }
}
