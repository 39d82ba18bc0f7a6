package org.vigie.signaling.negotiate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.signaling.sdp.Sdp;

/** Offers, and a stand-in for what the bridge returns. */
final class Sample {
  static final NegotiationSettings SETTINGS = new NegotiationSettings(2_000_000, 0);

  static final TransportDescription LOCAL =
      new TransportDescription(
          new IceCredentials("relayUfrag", "relayPassword0123456789"),
          List.of(new Fingerprint("sha-256", String.join(":", Collections.nCopies(32, "5A")))),
          List.of(
              new Candidate("1", 2_130_706_431, new InetSocketAddress("192.0.2.1", 10_000)),
              new Candidate("2", 2_130_706_175, new InetSocketAddress("2001:db8::1", 10_000))));

  private static final long FIRST_SSRC = 4_000_000_001L;

  private Sample() {}

  /** One of the offers in the test resources. */
  static String offer(String name) {
    return resource("offers/" + name + ".sdp");
  }

  /** A test resource, line ends as LF. */
  static String resource(String path) {
    try (InputStream in = Sample.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no test resource " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of offers that real clients sent, if this machine has it beside the repository. */
  static Optional<Path> realOffers() {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve("shared/offers"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  static WhipNegotiation whip(String offer) {
    return WhipNegotiation.of(Sdp.parse(offer), SETTINGS);
  }

  static WhepNegotiation whep(String offer) {
    return WhepNegotiation.of(Sdp.parse(offer));
  }

  static CameraSessionSpec camera(String offer) {
    return whip(offer).spec(new StreamId("cam-1"));
  }

  static String whipAnswer(String offer) {
    return whip(offer).answer(session(List.of()));
  }

  static String whepAnswer(String offer) {
    WhepNegotiation negotiation = whep(offer);
    return negotiation.answer(session(slots(negotiation.spec().slots())));
  }

  static SessionDescription session(List<SlotDescription> slots) {
    return new SessionDescription(SessionId.random(), LOCAL, slots, "relay-cname");
  }

  private static List<SlotDescription> slots(List<SlotSpec> specs) {
    List<SlotDescription> slots = new ArrayList<>();
    long ssrc = FIRST_SSRC;
    for (SlotSpec spec : specs) {
      boolean rtx = spec.formats().stream().anyMatch(each -> each.rtxPayloadType().isPresent());
      slots.add(
          new SlotDescription(
              spec.mid(), ssrc, rtx ? OptionalLong.of(ssrc + 1) : OptionalLong.empty()));
      ssrc += 2;
    }
    return slots;
  }
}
