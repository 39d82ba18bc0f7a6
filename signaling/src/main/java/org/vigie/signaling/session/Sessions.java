package org.vigie.signaling.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SessionDescription;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.TransportDescription;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.signaling.http.EntityTags;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.identity.Principal;
import org.vigie.signaling.negotiate.IceExchange;
import org.vigie.signaling.negotiate.IcePatch;

/**
 * Which Sessions there are and whose they are. The bridge owns the media; this owns the names. An
 * ended Session is remembered for a while, so that its client learns why.
 *
 * <p>Opening and the bridge's events share one lock: an event about a Session never comes before
 * the Session is known here.
 */
public final class Sessions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  /** Ended Sessions to remember; the oldest is forgotten first. */
  static final int KEEP_ENDED = 5_000;

  private final MediaPlane plane;
  private final Identities identities;
  private final int perViewer;
  private final Map<SessionId, Session> live = new HashMap<>();
  private final Map<String, SessionId> publishing = new HashMap<>();
  private final Map<SessionId, Session> ended = new LinkedHashMap<>();
  private boolean closing;

  /**
   * A new Session.
   *
   * @param session as it is remembered
   * @param description for the answer
   */
  public record Opened(Session session, SessionDescription description) {}

  /**
   * A Session after an ICE restart.
   *
   * @param session with its new ETag
   * @param transport this end's new transport
   */
  public record Restarted(Session session, TransportDescription transport) {}

  private Sessions(
      MediaPlane.Starter starter, BridgeConfig config, Identities identities, int perViewer)
      throws IOException {
    this.identities = identities;
    this.perViewer = perViewer;
    this.plane = starter.start(config, this::on);
  }

  /**
   * Starts a media plane whose Sessions are kept here; {@link #close()} ends it.
   *
   * @param perViewer Sessions of one viewer's token at once
   */
  public static Sessions start(
      MediaPlane.Starter starter, BridgeConfig config, Identities identities, int perViewer)
      throws IOException {
    return new Sessions(starter, config, identities, perViewer);
  }

  /** The media plane beneath. */
  public MediaPlane plane() {
    return plane;
  }

  /**
   * Opens a camera's Session; the one that published this camera is over at once.
   *
   * @return empty if the camera or the owner's token are no longer valid
   * @throws Refusal 503 if the relay stops
   */
  public synchronized Optional<Opened> openCamera(
      String camera, Principal owner, CameraSessionSpec spec, IceExchange ice) {
    requireOpen();
    if (isRemoved(camera, owner)) {
      return Optional.empty();
    }
    SessionDescription description = plane.openCamera(spec);
    publishing(camera).ifPresent(older -> finish(older, EndReason.TAKEN_OVER));
    publishing.put(camera, description.id());
    return Optional.of(add(Session.Role.CAMERA, camera, owner, description, ice, List.of()));
  }

  /**
   * Opens a viewer's Session and shows it a camera, now or when it comes.
   *
   * @return empty if the camera or the owner's token are no longer valid
   * @throws Refusal 429 if the owner is a viewer that has as many as it may, 503 if the relay stops
   */
  public synchronized Optional<Opened> openViewer(
      String camera, Principal owner, ViewerSessionSpec spec, IceExchange ice) {
    requireOpen();
    if (isRemoved(camera, owner)) {
      return Optional.empty();
    }
    if (owner instanceof Principal.Viewer && ownedBy(owner) >= perViewer) {
      throw SessionRefusals.tooManySessions(perViewer);
    }
    SessionDescription description = plane.openViewer(spec);
    Opened opened = add(Session.Role.VIEWER, camera, owner, description, ice, pictures(spec));
    StreamId stream = new StreamId(camera);
    spec.slots().forEach(slot -> plane.show(description.id(), slot.mid(), stream));
    return Optional.of(opened);
  }

  /**
   * A viewer says in how many pixels it shows a picture.
   *
   * @return whether the Session is alive
   */
  public synchronized boolean size(SessionId id, String mid, long pixels) {
    boolean alive = live.containsKey(id);
    if (alive) {
      plane.size(id, mid, pixels);
    }
    return alive;
  }

  /** A Session, also one that ended lately. */
  public synchronized Optional<Session> find(String id) {
    SessionId key = new SessionId(id);
    return Optional.ofNullable(live.get(key)).or(() -> Optional.ofNullable(ended.get(key)));
  }

  /** Every Session, those that ended lately first. */
  public synchronized List<Session> all() {
    List<Session> all = new ArrayList<>(ended.values());
    all.addAll(live.values());
    return all;
  }

  /** The Sessions that publish cameras, one for each. */
  public synchronized List<Session> publishing() {
    return publishing.values().stream().map(live::get).filter(Objects::nonNull).toList();
  }

  /** The cameras that somebody watches, or waits for. */
  public synchronized Set<String> watched() {
    return live.values().stream()
        .filter(session -> session.role() == Session.Role.VIEWER)
        .map(Session::camera)
        .collect(Collectors.toSet());
  }

  /** The Sessions that watch. */
  public synchronized List<Session> watching() {
    return live.values().stream().filter(session -> session.role() == Session.Role.VIEWER).toList();
  }

  /** The Session that publishes a camera. */
  public synchronized Optional<Session> publishing(String camera) {
    return Optional.ofNullable(publishing.get(camera)).map(live::get);
  }

  /**
   * Restarts ICE.
   *
   * @param expected what If-Match names; looked at here, so that of two restarts of one ICE session
   *     only one succeeds
   * @return empty if the Session is over
   * @throws Refusal 412 if ICE was restarted since
   */
  public synchronized Optional<Restarted> restart(
      SessionId id, IcePatch.Restart restart, EntityTags expected) {
    Session session = live.get(id);
    if (session == null) {
      return Optional.empty();
    }
    if (!expected.match(session.etag())) {
      throw SessionRefusals.staleEtag();
    }
    Optional<TransportDescription> transport = plane.restartIce(id, restart.remote());
    return transport.map(local -> {
      Session restarted = session.restarted(session.ice().restarted(restart), newEtag());
      live.put(id, restarted);
      log.info("Camera {}: {} restarts ICE", session.camera(), session.logName());
      return new Restarted(restarted, local);
    });
  }

  /** Ends a Session; says whether it was alive. */
  public synchronized boolean end(SessionId id, EndReason reason) {
    Session session = live.get(id);
    if (session == null) {
      return false;
    }
    plane.end(id, reason);
    finish(session, reason);
    return true;
  }

  /** Ends everything about a camera that was removed. */
  public synchronized void removeCamera(String camera) {
    endAll(session -> session.camera().equals(camera), EndReason.STREAM_REMOVED);
    plane.removeStream(new StreamId(camera));
  }

  /** Ends what belongs to somebody whose token was taken away or replaced. */
  public synchronized void removeOwner(Principal owner) {
    endAll(session -> session.isOwnedBy(owner), EndReason.DELETED);
  }

  /** Ends every Session with BYE and close_notify, and the media plane. */
  @Override
  public void close() {
    openNoMore();
    plane.close();
  }

  /** Nobody would serve what is opened once the media plane ends. */
  private synchronized void openNoMore() {
    closing = true;
  }

  private void requireOpen() {
    if (closing) {
      throw SessionRefusals.stopping();
    }
  }

  private long ownedBy(Principal owner) {
    return live.values().stream().filter(session -> session.isOwnedBy(owner)).count();
  }

  private boolean isRemoved(String camera, Principal owner) {
    return identities.camera(camera).isEmpty() || !identities.knows(owner);
  }

  private static List<String> pictures(ViewerSessionSpec spec) {
    return spec.slots().stream()
        .filter(slot -> slot.kind() == MediaKind.VIDEO)
        .map(SlotSpec::mid)
        .toList();
  }

  private Opened add(
      Session.Role role,
      String camera,
      Principal owner,
      SessionDescription description,
      IceExchange ice,
      List<String> pictures) {
    Session session =
        new Session(
            description.id(),
            role,
            camera,
            owner.key(),
            SessionState.WAITING,
            description.transport().candidates().stream()
                .map(Candidate::address)
                .map(Sessions::text)
                .toList(),
            ice,
            newEtag(),
            pictures,
            Optional.empty(),
            Optional.empty());
    live.put(session.id(), session);
    log.info("Camera {}: {} opened by {}", camera, session.logName(), owner.key());
    return new Opened(session, description);
  }

  private void endAll(Predicate<Session> which, EndReason reason) {
    live.values().stream().filter(which).toList().forEach(session -> end(session.id(), reason));
  }

  private synchronized void on(BridgeEvent event) {
    Session session = live.get(event.session());
    if (session == null) {
      return;
    }
    switch (event) {
      case BridgeEvent.NoStun silent -> noStun(session, silent);
      case BridgeEvent.SessionConnecting connecting ->
          advance(
              session,
              SessionState.CONNECTING,
              () -> text(connecting.remote()) + " reaches " + text(connecting.local()));
      case BridgeEvent.SessionConnected connected ->
          advance(session, SessionState.CONNECTED, () -> "keys exchanged, " + connected.profile());
      case BridgeEvent.CameraFaultChanged change -> faultChanged(session, change);
      case BridgeEvent.CodecsRefused refused -> refuse(session, refused);
      case BridgeEvent.SessionEnded over -> finish(session, over.reason());
    }
  }

  private void advance(Session session, SessionState state, Supplier<String> news) {
    live.put(session.id(), session.in(state, Optional.empty()));
    log.info("Camera {}: {} {}: {}", session.camera(), session.logName(), state, news.get());
  }

  private static void faultChanged(Session session, BridgeEvent.CameraFaultChanged change) {
    String brief = CameraFaults.brief(change.fault());
    if (change.stands()) {
      String remedy = CameraFaults.remedy(change.fault());
      log.warn("Camera {}: fault {}: {}", session.camera(), brief, remedy);
    } else {
      log.info("Camera {}: fault {} is gone", session.camera(), brief);
    }
  }

  private void noStun(Session session, BridgeEvent.NoStun event) {
    Fault fault = NoStunFault.at(event.expectedAt().stream().map(Sessions::text).toList());
    live.put(session.id(), session.in(SessionState.WAITING, Optional.of(fault)));
    log.warn("Camera {}: {}: {}", session.camera(), session.logName(), fault.detail());
  }

  private void refuse(Session session, BridgeEvent.CodecsRefused event) {
    Optional<Fault> fault = CodecFault.of(event.codecs().values());
    live.put(session.id(), session.in(session.state(), fault));
    fault.ifPresent(
        f -> log.info("Camera {}: {}: {}", session.camera(), session.logName(), f.detail()));
  }

  private void finish(Session session, EndReason reason) {
    live.remove(session.id());
    publishing.remove(session.camera(), session.id());
    ended.put(session.id(), session.ended(reason));
    if (ended.size() > KEEP_ENDED) {
      ended.remove(ended.keySet().iterator().next());
    }
    log.info("Camera {}: {} ended: {}", session.camera(), session.logName(), reason);
  }

  private static String newEtag() {
    return '"' + SessionId.random().value() + '"';
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
