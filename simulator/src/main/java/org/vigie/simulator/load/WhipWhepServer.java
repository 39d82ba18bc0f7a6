package org.vigie.simulator.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import org.vigie.simulator.rtp.ExtensionIds;
import org.vigie.simulator.sdp.Answer;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.transport.IceLink;

/** A Vigie relay, or any server with WHIP and WHEP endpoints; we offer. */
public final class WhipWhepServer implements MediaServer {
  private static final Offer.Format VP8 = new Offer.Format(96, "VP8/90000", "", 97);
  private static final String PLACE = "{camera}";

  private final SignalingClient signaling;
  private final Optional<Enrolment> enrolment;
  private final String name;
  private final String prefix;
  private final String whip;
  private final String whep;

  private WhipWhepServer(
      SignalingClient signaling,
      Optional<Enrolment> enrolment,
      String name,
      String prefix,
      String whip,
      String whep) {
    this.signaling = signaling;
    this.enrolment = enrolment;
    this.name = name;
    this.prefix = prefix;
    this.whip = whip;
    this.whep = whep;
  }

  /**
   * A Vigie relay, where cameras are enrolled for the run with an operator's token.
   *
   * @param prefix of the cameras' ids, before {@code -1}, {@code -2} and so on
   */
  public static WhipWhepServer vigie(HttpClient http, URI relay, String token, String prefix) {
    String base = relay.resolve("/").toString();
    return new WhipWhepServer(
        new SignalingClient(http, token),
        Optional.of(new Enrolment(http, relay, token)),
        relay.toString(),
        prefix,
        base + "whip/" + PLACE,
        base + "whep/" + PLACE + "?wait=true");
  }

  /**
   * Any server.
   *
   * @param whip address to publish at, in which <code>{camera}</code> stands for a camera's id
   * @param whep address to watch at, likewise
   * @param prefix of the cameras' ids, before {@code -1}, {@code -2} and so on
   */
  public static WhipWhepServer any(
      HttpClient http, String whip, String whep, String token, String prefix) {
    return new WhipWhepServer(
        new SignalingClient(http, token), Optional.empty(), whep, prefix, whip, whep);
  }

  private String id(int camera) {
    return prefix + "-" + (camera + 1);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(int cameras) throws IOException, InterruptedException {
    if (enrolment.isPresent()) {
      for (int i = 0; i < cameras; i++) {
        enrolment.get().enrol(id(i));
      }
    }
  }

  @Override
  public Session publish(int camera, LocalEnd local, Offer.Source source)
      throws IOException, InterruptedException {
    return open(whip, camera, local, "sendonly", Optional.of(source));
  }

  @Override
  public Session subscribe(int camera, LocalEnd local) throws IOException, InterruptedException {
    return open(whep, camera, local, "recvonly", Optional.empty());
  }

  private Session open(
      String template, int camera, LocalEnd local, String direction, Optional<Offer.Source> source)
      throws IOException, InterruptedException {
    Offer.Media video = new Offer.Media("video", direction, List.of(VP8), source);
    Offer offer = new Offer(local.ice(), local.candidates(), local.fingerprint(), List.of(video));
    URI endpoint = URI.create(template.replace(PLACE, id(camera)));
    SignalingClient.Session session = signaling.post(endpoint, offer);
    try {
      return new Posted(signaling, session.url(), agreement(session.answer()));
    } catch (IOException e) {
      signaling.delete(session.url());
      throw e;
    }
  }

  private static Agreement agreement(Answer answer) throws IOException {
    if (!answer.setup().equals("passive")) {
      throw new IOException("the server wants to be the DTLS client, which is not supported");
    }
    Answer.Media media =
        answer.accepted("video").orElseThrow(() -> new IOException("the server does not take VP8"));
    IceLink.Peer peer = new IceLink.Peer(answer.ice(), answer.candidates());
    return new Agreement(peer, answer.fingerprints(), video(media));
  }

  private static Video video(Answer.Media media) {
    ExtensionIds ids =
        new ExtensionIds(
            media.extension(Offer.MID),
            media.extension(Offer.TRANSPORT_CC),
            media.extension(Offer.ABS_SEND_TIME));
    int ssrc =
        media.ssrcs().stream()
            .filter(s -> !media.rtxSsrcs().containsValue(s))
            .findFirst()
            .orElse(0);
    int rtxType = media.rtxPayloadType(VP8.payloadType());
    int rtxSsrc = media.rtxSsrcs().getOrDefault(ssrc, 0);
    boolean feedback = ids.transportCc() > 0;
    return new Video(VP8.payloadType(), rtxType, ssrc, rtxSsrc, media.mid(), ids, feedback);
  }

  private record Posted(SignalingClient signaling, URI url, Agreement agreement)
      implements Session {
    @Override
    public void end() {
      try {
        signaling.delete(url);
      } catch (IOException _) {
        // The server is away; it will notice that nobody consents any more.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    enrolment.ifPresent(Enrolment::undo);
  }
}
