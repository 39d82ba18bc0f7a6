package org.vigie.signaling.whep;

import java.util.List;
import java.util.stream.Stream;
import org.vigie.bridge.api.LayerStats;
import org.vigie.bridge.api.StreamStats;
import org.vigie.signaling.bandwidth.CameraTargets;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Json;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.http.Route.Intake;
import org.vigie.signaling.session.LatestStats;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.SessionEndpoint;
import org.vigie.signaling.session.SessionEndpoint.Extension;
import org.vigie.signaling.session.SessionRefusals;
import org.vigie.signaling.session.Sessions;

/**
 * The layer extension of WHEP (draft-ietf-wish-whep, "Video Layer Selection"): a viewer names a
 * layer, or tells in how many pixels it shows a picture. A layer that is named counts as a picture
 * shown in that layer's size: no better one is given, and a lesser one where the line has no room.
 */
public final class LayerRoutes {
  static final Extension EXTENSION = new Extension("layer", "urn:ietf:params:whep:ext:core:layer");

  private static final int MAX_BYTES = 1_024;

  private final SessionEndpoint endpoint;
  private final Sessions sessions;
  private final LatestStats stats;
  private final CameraTargets targets;

  /** The extension to the Sessions of this endpoint. */
  public LayerRoutes(
      SessionEndpoint endpoint, Sessions sessions, LatestStats stats, CameraTargets targets) {
    this.endpoint = endpoint;
    this.sessions = sessions;
    this.stats = stats;
    this.targets = targets;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.of("POST", "/whep/{camera}/{session}/layer", Access.TOKEN, this::post)
            .taking(new Intake(Json.MEDIA_TYPE, MAX_BYTES)));
  }

  private Reply post(Call call) {
    Session session = endpoint.alive(call);
    LayerWish wish = LayerWish.of(call.body());
    String mid = mid(session, wish);
    long layer = wish.rid().map(rid -> pixels(session.camera(), rid)).orElse(LayerWish.ANY_SIZE);
    long pixels = Math.min(layer, wish.pixels());
    if (!sessions.size(session.id(), mid, pixels)) {
      throw SessionRefusals.unknownSession();
    }
    targets.shown(session.camera(), pixels);
    return Reply.empty(200);
  }

  private static String mid(Session session, LayerWish wish) {
    return session.pictures().stream()
        .filter(mid -> wish.mediaId().map(mid::equals).orElse(true))
        .findFirst()
        .orElseThrow(() -> unknownMedia(session));
  }

  private long pixels(String camera, String rid) {
    return layers(camera)
        .filter(layer -> layer.rid().equals(rid))
        .mapToLong(layer -> (long) layer.width() * layer.height())
        .findFirst()
        .orElseThrow(() -> unknownLayer(camera));
  }

  /** Those whose size is known; one that the camera rests now may be asked for. */
  private Stream<LayerStats> layers(String camera) {
    return stats.recentStreams().stream()
        .filter(stream -> stream.stream().value().equals(camera))
        .map(StreamStats::tracks)
        .flatMap(List::stream)
        .flatMap(track -> track.simulcast().stream())
        .filter(layer -> layer.width() > 0 && layer.height() > 0);
  }

  private static Refusal unknownMedia(Session session) {
    return new Problem(
            422,
            "unknown-media",
            "There is no such picture in this session",
            "No m-line of this mediaId shows a picture.",
            "Name one of " + session.pictures() + ".")
        .refusal();
  }

  private Refusal unknownLayer(String camera) {
    return new Problem(
            422,
            "unknown-layer",
            "The camera sends no such layer",
            "No simulcast layer of this name has come from it.",
            "Name one of " + layers(camera).map(LayerStats::rid).toList() + ", or none.")
        .refusal();
  }
}
