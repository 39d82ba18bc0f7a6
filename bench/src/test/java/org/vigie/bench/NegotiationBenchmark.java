package org.vigie.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.signaling.negotiate.WhepNegotiation;
import org.vigie.signaling.sdp.Sdp;

/**
 * What a viewer who joins costs the signalling: the offer of a browser read, the answer written.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NegotiationBenchmark {
  private static final TransportDescription LOCAL =
      new TransportDescription(
          new IceCredentials("relayUfrag", "relayPassword0123456789"),
          List.of(new Fingerprint("sha-256", String.join(":", Collections.nCopies(32, "5A")))),
          List.of(new Candidate("1", 2_130_706_431, new InetSocketAddress("192.0.2.1", 10_000))));

  private String offer = "";

  /** Reads the offer that the tests of signaling use as well. */
  @Setup
  public void read() throws IOException {
    try (InputStream in = NegotiationBenchmark.class.getResourceAsStream("/browser-viewer.sdp")) {
      offer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** From text to text. */
  @Benchmark
  public String offerToAnswer() {
    WhepNegotiation negotiation = WhepNegotiation.of(Sdp.parse(offer));
    List<SlotDescription> slots = new ArrayList<>();
    for (SlotSpec spec : negotiation.spec().slots()) {
      slots.add(new SlotDescription(spec.mid(), 1 + slots.size(), OptionalLong.empty()));
    }
    return negotiation.answer(
        new SessionDescription(SessionId.random(), LOCAL, slots, "relay-cname"));
  }
}
