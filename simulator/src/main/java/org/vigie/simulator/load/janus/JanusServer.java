package org.vigie.simulator.load.janus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Candidate;
import org.vigie.simulator.load.MediaServer;
import org.vigie.simulator.load.janus.JanusApi.Jsep;
import org.vigie.simulator.rtp.ExtensionIds;
import org.vigie.simulator.sdp.Answer;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.sdp.SdpException;
import org.vigie.simulator.transport.IceLink;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Janus with its video room, by its HTTP API: a room for each camera, in which the camera publishes
 * and viewers subscribe. A camera offers with {@code a=setup:active}; a viewer answers the offer of
 * Janus'. Janus has to run with {@code ice_lite = true}, as the load test only controls.
 */
public final class JanusServer implements MediaServer {
  private static final int NO_SUCH_FEED = 428; // of the plugin: DTLS of the camera is not over yet
  private static final int PUBLISHER = 1;
  private static final int ROOMS = 1_000_000_000;
  private static final int PAYLOAD_TYPE = 96;
  private static final int RTX_PAYLOAD_TYPE = 97;
  private static final Duration FEED_LIMIT = Duration.ofSeconds(10);
  private static final long FEED_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int firstRoom = ThreadLocalRandom.current().nextInt(ROOMS);
  private String name = "Janus";
  private @Nullable JanusApi api;
  private long control;
  private int rooms;

  /**
   * A Janus.
   *
   * @param base of its API, such as {@code http://127.0.0.1:8088/janus}
   */
  public JanusServer(URI base) {
    this.base = base;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(int cameras) throws IOException, InterruptedException {
    JsonNode info = JanusApi.info(http, base);
    name = name(info);
    if (!info.path("ice-lite").asBoolean()) {
      throw new IOException(
          "this Janus is a full ICE agent; set nat.ice_lite = true in its janus.jcfg");
    }
    JanusApi connected = JanusApi.connect(http, base);
    api = connected;
    control = connected.attach();
    while (rooms < cameras) {
      connected.ask(control, room("create", rooms).put("publishers", 1).put("videocodec", "vp8"));
      rooms++;
    }
  }

  private static String name(JsonNode info) {
    int loops = info.path("static-event-loops").asInt();
    return "Janus %s, %s"
        .formatted(
            info.path("version_string").asString("?"),
            loops == 0 ? "a thread for each peer" : "event_loops = " + loops);
  }

  private ObjectNode room(String request, int camera) {
    return JanusApi.object().put("request", request).put("room", (long) firstRoom + camera);
  }

  @Override
  public Session publish(int camera, LocalEnd local, Offer.Source source)
      throws IOException, InterruptedException {
    ObjectNode body =
        room("joinandconfigure", camera).put("ptype", "publisher").put("id", PUBLISHER);
    Jsep offer = new Jsep("offer", offer(local, source).replace("a=setup:actpass", ACTIVE));
    return inNewHandle(handle -> {
      Answer answer = sdp(api().ask(handle, body, Optional.of(offer)));
      return agreement(answer, media(answer), local);
    });
  }

  /** Janus takes the part of the DTLS client when it may choose. */
  private static final String ACTIVE = "a=setup:active";

  private static String offer(LocalEnd local, Offer.Source source) {
    Offer.Format vp8 = new Offer.Format(PAYLOAD_TYPE, "VP8/90000", "", RTX_PAYLOAD_TYPE);
    Offer.Media video = new Offer.Media("video", "sendonly", List.of(vp8), Optional.of(source));
    return new Offer(local.ice(), local.candidates(), local.fingerprint(), List.of(video)).text();
  }

  @Override
  public Session subscribe(int camera, LocalEnd local) throws IOException, InterruptedException {
    ObjectNode body = room("join", camera).put("ptype", "subscriber");
    body.putArray("streams").addObject().put("feed", PUBLISHER);
    return inNewHandle(handle -> {
      Answer offered = sdp(whenPublished(handle, body));
      Answer.Media media = media(offered);
      Jsep answer = new Jsep("answer", SubscriberAnswer.text(media, local));
      api().ask(handle, JanusApi.object().put("request", "start"), Optional.of(answer));
      return agreement(offered, media, local);
    });
  }

  private JsonNode whenPublished(long handle, ObjectNode body)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + FEED_LIMIT.toNanos();
    while (true) {
      try {
        return api().ask(handle, body, Optional.empty());
      } catch (RefusedByJanus e) {
        if (e.code() != NO_SUCH_FEED || System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(FEED_PAUSE_NANOS);
      }
    }
  }

  private JanusApi api() {
    if (api == null) {
      throw new IllegalStateException("not prepared");
    }
    return api;
  }

  @FunctionalInterface
  private interface Negotiation {
    Agreement in(long handle) throws IOException, InterruptedException;
  }

  private Session inNewHandle(Negotiation negotiation) throws IOException, InterruptedException {
    long handle = api().attach();
    try {
      return new HandleSession(handle, negotiation.in(handle));
    } catch (IOException | InterruptedException e) {
      detachQuietly(handle);
      throw e;
    }
  }

  private static Answer sdp(JsonNode event) throws IOException {
    String sdp = event.at("/jsep/sdp").asString("");
    if (sdp.isEmpty()) {
      throw new SdpException("Janus' event has no SDP: " + event);
    }
    return Answer.parse(sdp);
  }

  private static Answer.Media media(Answer sdp) throws IOException {
    return sdp.accepted("video").orElseThrow(() -> new SdpException("Janus agreed to no video"));
  }

  private static Agreement agreement(Answer sdp, Answer.Media media, LocalEnd local) {
    List<Candidate> reachable =
        sdp.candidates().stream().filter(candidate -> suits(candidate, local)).toList();
    return new Agreement(new IceLink.Peer(sdp.ice(), reachable), sdp.fingerprints(), video(media));
  }

  /** Of our address's family, as our socket may know only one. */
  private static boolean suits(Candidate candidate, LocalEnd local) {
    InetAddress address = candidate.address().getAddress();
    return !address.isLinkLocalAddress()
        && local.candidates().stream()
            .anyMatch(own -> own.address().getAddress().getClass() == address.getClass());
  }

  private static Video video(Answer.Media media) {
    int type = media.payloadTypes().getFirst();
    int ssrc = media.ssrcs().isEmpty() ? 0 : media.ssrcs().iterator().next();
    int transportCc = media.extension(Offer.TRANSPORT_CC);
    return new Video(
        type,
        media.rtxPayloadType(type),
        ssrc,
        media.rtxSsrcs().getOrDefault(ssrc, 0),
        media.mid(),
        new ExtensionIds(
            media.extension(Offer.MID), transportCc, media.extension(Offer.ABS_SEND_TIME)),
        transportCc != 0);
  }

  private final class HandleSession implements Session {
    private final long handle;
    private final Agreement agreement;

    HandleSession(long handle, Agreement agreement) {
      this.handle = handle;
      this.agreement = agreement;
    }

    @Override
    public Agreement agreement() {
      return agreement;
    }

    @Override
    public void end() {
      detachQuietly(handle);
    }
  }

  private void detachQuietly(long handle) {
    try {
      api().detach(handle);
    } catch (IOException _) {
      // Janus is away, or has ended the handle itself.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    JanusApi connected = api;
    if (connected != null) {
      destroyRooms(connected);
      connected.close();
      api = null;
    }
    http.shutdownNow();
  }

  private void destroyRooms(JanusApi connected) {
    try {
      while (rooms > 0) {
        rooms--;
        connected.ask(control, room("destroy", rooms));
      }
    } catch (IOException _) {
      // It is away, and the rooms with it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
