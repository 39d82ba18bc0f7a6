package org.vigie.signaling.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.CipherUnavailableException;
import org.vigie.bridge.api.SelfTest;
import org.vigie.signaling.StartException;
import org.vigie.signaling.bandwidth.CameraTargets;
import org.vigie.signaling.bandwidth.Downlinks;
import org.vigie.signaling.bandwidth.StreamTunings;
import org.vigie.signaling.bandwidth.Uplinks;
import org.vigie.signaling.bandwidth.ViewerOutlook;
import org.vigie.signaling.bandwidth.ViewerTargets;
import org.vigie.signaling.bandwidth.ViewerTunings;
import org.vigie.signaling.http.CallerNetwork;
import org.vigie.signaling.http.Gate;
import org.vigie.signaling.http.RateLimiter;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Router;
import org.vigie.signaling.identity.CameraId;
import org.vigie.signaling.identity.DataDirectory;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.identity.OperatorToken;
import org.vigie.signaling.identity.Principal;
import org.vigie.signaling.live.LiveHandler;
import org.vigie.signaling.live.LiveSockets;
import org.vigie.signaling.pages.Pages;
import org.vigie.signaling.pages.WebFiles;
import org.vigie.signaling.rest.BandwidthRoutes;
import org.vigie.signaling.rest.CameraRoutes;
import org.vigie.signaling.rest.HealthRoutes;
import org.vigie.signaling.rest.MeRoutes;
import org.vigie.signaling.rest.Metrics;
import org.vigie.signaling.rest.MetricsRoutes;
import org.vigie.signaling.rest.OpenApiRoutes;
import org.vigie.signaling.rest.SessionRoutes;
import org.vigie.signaling.rest.SettingsRoutes;
import org.vigie.signaling.rest.ViewerRoutes;
import org.vigie.signaling.session.Cameras;
import org.vigie.signaling.session.IceServer;
import org.vigie.signaling.session.LatestStats;
import org.vigie.signaling.session.MediaPlane;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.SessionEndpoint;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.Reload;
import org.vigie.signaling.settings.Settings;
import org.vigie.signaling.settings.live.CameraTerms;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.whep.LayerRoutes;
import org.vigie.signaling.whep.Whep;
import org.vigie.signaling.whip.Whip;

/**
 * A relay without a web server of its own: the media plane, everybody's tokens, and one Jetty
 * {@link Handler} with pages, WHIP, WHEP and REST that goes into any server under any path.
 *
 * <pre>{@code
 * try (Vigie vigie = Vigie.start(SettingsReader.defaults())) {
 *   server.setHandler(new ContextHandlerCollection(
 *       new ContextHandler(vigie.handler(), "/relay"), new ContextHandler(yourHandler, "/")));
 *   server.start();
 *   server.join();
 * }
 * }</pre>
 *
 * <p>Cameras and viewers are kept in the data folder, so {@link #enrolCamera} and {@link
 * #addViewer} are called once for each, not at each start.
 *
 * <p>The handler leaves paths that it does not know to the next one. Of the settings those of the
 * listeners ({@code vigie.http.host}, ports, header size, {@code vigie.https}) are the host's
 * business and have no effect here.
 */
public final class Vigie implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Vigie.class);
  private static final long OBSERVE_SECONDS = 1;
  private static final long ATTEND_MILLIS = 250;

  private final FileChannel lock;
  private final String operatorToken;
  private final Identities identities;
  private final Sessions sessions;
  private final LiveSettings live;
  private final CameraTargets targets;
  private final StreamTunings tunings;
  private final ViewerTargets viewers;
  private final ViewerTunings viewerTunings;
  private final Reload reload;
  private final Uplinks uplinks;
  private final Downlinks downlinks;
  private final Metrics metrics;
  private final LiveSockets sockets;
  private final Router router;
  private final Handler handler;
  private final ScheduledExecutorService observer;

  private Vigie(
      Settings settings,
      FileChannel lock,
      String operatorToken,
      Identities identities,
      LiveSettings live,
      Sessions sessions) {
    LongSupplier clock = System::nanoTime;
    this.live = live;
    this.reload = new Reload(settings.source(), live);
    this.lock = lock;
    this.operatorToken = operatorToken;
    this.identities = identities;
    this.sessions = sessions;
    LatestStats stats = new LatestStats(sessions.plane(), clock);
    this.targets = new CameraTargets(live, sessions, stats, clock);
    this.tunings = new StreamTunings(live, sessions);
    this.viewers = new ViewerTargets(live, sessions, stats, clock);
    this.viewerTunings = new ViewerTunings(live, sessions);
    Cameras cameras =
        new Cameras(
            identities, sessions, stats, InstantSource.system(), targets::isAskedForNothing);
    this.sockets = new LiveSockets(identities, sessions, targets, clock);
    RateLimiter limiter =
        new RateLimiter(
            settings.limits().requestsPerSecond(),
            settings.limits().burst(),
            settings.limits().callers());
    this.uplinks = new Uplinks(live, targets, sessions, stats);
    this.downlinks = new Downlinks(identities, sessions, stats, viewers, live, clock);
    this.metrics = new Metrics(sessions, stats, limiter, uplinks, downlinks, live);
    Gate gate = new Gate(identities, limiter, new CallerNetwork(settings.http().proxies()), clock);
    this.router = new Router(routes(settings, stats, cameras), gate, settings.http().bodyTimeout());
    this.handler = new Handler.Sequence(new LiveHandler(gate, sockets), router);
    this.observer = Executors.newSingleThreadScheduledExecutor(Vigie::observerThread);
    var _ =
        observer.scheduleWithFixedDelay(
            () -> observe(cameras, targets, viewers, sockets),
            OBSERVE_SECONDS,
            OBSERVE_SECONDS,
            TimeUnit.SECONDS);
    var _ =
        observer.scheduleWithFixedDelay(
            () -> attempt(targets::attend), ATTEND_MILLIS, ATTEND_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Starts the media plane and reads everybody's tokens from the data folder.
   *
   * @throws StartException with cause and remedy, if a port is taken, an address is not this
   *     machine's, or the data folder cannot be used
   */
  public static Vigie start(Settings settings) throws StartException {
    return start(settings, BridgePlane::start);
  }

  /** The same over another media plane. */
  static Vigie start(Settings settings, MediaPlane.Starter starter) throws StartException {
    DataDirectory directory = DataDirectory.open(settings.dataDir());
    FileChannel lock = directory.lock();
    try {
      String operatorToken = OperatorToken.obtain(directory);
      Identities identities = Identities.open(directory, operatorToken);
      LiveSettings live = LiveSettings.open(directory, settings.live(), InstantSource.system());
      Sessions sessions = startMedia(settings, live, starter, identities);
      return new Vigie(settings, lock, operatorToken, identities, live, sessions);
    } catch (StartException | RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  private static Sessions startMedia(
      Settings settings, LiveSettings live, MediaPlane.Starter starter, Identities identities)
      throws StartException {
    try {
      return Sessions.start(
          starter,
          bridgeConfig(settings.media(), live.now().values().termsOf("")),
          identities,
          settings.limits().sessionsPerViewer());
    } catch (CipherUnavailableException e) {
      throw new StartException("Media cannot start: " + e.getMessage(), e.remedy(), e);
    } catch (IOException e) {
      throw new StartException(
          "Media cannot start: " + e.getMessage() + ".",
          "Stop the program that has the port or choose another with --set vigie.media.port=PORT.",
          e);
    }
  }

  /** What to mount. It may be mounted once. */
  public Handler handler() {
    return handler;
  }

  /** Every route of the handler. */
  List<Route> routes() {
    return router.routes();
  }

  /** The token that may do everything. */
  public String operatorToken() {
    return operatorToken;
  }

  /**
   * Completes with the cause if the media plane fails for good. Then {@code /health/ready} answers
   * 503, and the host closes this and starts another, or ends. What is attached must not block.
   */
  public CompletionStage<Throwable> fault() {
    return sessions.plane().fault();
  }

  /** What the media plane found out about itself. */
  public SelfTest selfTest() {
    return sessions.plane().selfTest();
  }

  /**
   * Enrols a camera, or gives the one with this id a new token; the old one is worth nothing then,
   * and what was opened with it ends.
   *
   * @param id 1 to 64 letters, digits, '.', '_' and '-'
   * @param name for people
   * @return the camera's token, which cannot be read again
   * @throws IllegalArgumentException if the id cannot be used
   * @throws IOException if the data folder cannot be written
   */
  public String enrolCamera(String id, String name) throws IOException {
    if (!CameraId.isValid(id)) {
      throw new IllegalArgumentException("\"" + id + "\" cannot be a camera's id");
    }
    Identities.Enrolled<Principal.Camera> enrolled = identities.putCamera(id, name);
    sessions.removeOwner(enrolled.principal());
    return enrolled.token();
  }

  /**
   * An id for a camera of this name: this one, or with a number behind it where it belongs to a
   * camera of another name.
   */
  String idFor(String id, String name) {
    String candidate = id;
    for (int number = 2; belongsToAnother(candidate, name); number++) {
      candidate = id + "-" + number;
    }
    return candidate;
  }

  private boolean belongsToAnother(String id, String name) {
    return identities.camera(id).filter(camera -> !camera.name().equals(name)).isPresent();
  }

  /**
   * Makes a viewer, one more each time, until REST takes it away.
   *
   * @param name for people
   * @param cameras the ids it may watch, or {@code *} for all
   * @return the viewer's token, which cannot be read again
   * @throws IOException if the data folder cannot be written
   */
  public String addViewer(String name, List<String> cameras) throws IOException {
    return identities.addViewer(name, cameras).token();
  }

  /**
   * Reads the configuration again; what can be changed live counts at once, the log says the rest.
   *
   * @throws StartException if something is wrong in it; nothing has changed then
   */
  public void reload() throws StartException {
    var _ = reload.run("SIGHUP");
  }

  /** Says goodbye to every peer and ends the media plane; the handler must not be asked then. */
  @Override
  public void close() {
    observer.shutdownNow();
    sockets.close();
    sessions.close();
    metrics.close();
    release(lock);
  }

  private static void release(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Route> routes(Settings settings, LatestStats stats, Cameras cameras) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(whip(settings).routes());
    routes.addAll(Whep.routes());
    SessionEndpoint whep = whep(settings, cameras);
    routes.addAll(whep.routes());
    routes.addAll(new LayerRoutes(whep, sessions, stats, targets).routes());
    routes.addAll(MeRoutes.routes());
    routes.addAll(new CameraRoutes(identities, sessions, cameras, live).routes());
    routes.addAll(new ViewerRoutes(identities, sessions).routes());
    routes.addAll(new SessionRoutes(sessions, downlinks).routes());
    ViewerOutlook outlook = new ViewerOutlook(identities, sessions, viewers);
    routes.addAll(new SettingsRoutes(live, targets, outlook, identities, reload).routes());
    routes.addAll(new BandwidthRoutes(uplinks, downlinks, live).routes());
    routes.addAll(LiveHandler.routes());
    routes.addAll(OpenApiRoutes.routes());
    routes.addAll(new HealthRoutes(stats).routes());
    routes.addAll(new MetricsRoutes(metrics).routes());
    routes.addAll(new Pages(new WebFiles(WebFiles.FOLDER)).routes());
    return routes;
  }

  private SessionEndpoint whip(Settings settings) {
    return new SessionEndpoint(
        "/whip",
        Session.Role.CAMERA,
        sessions,
        iceServers(settings),
        settings.limits().maxOfferBytes(),
        new Whip(identities, sessions, targets, tunings));
  }

  private SessionEndpoint whep(Settings settings, Cameras cameras) {
    return new SessionEndpoint(
        "/whep",
        Session.Role.VIEWER,
        sessions,
        iceServers(settings),
        settings.limits().maxOfferBytes(),
        new Whep(identities, sessions, cameras::isLive, targets, viewers, viewerTunings));
  }

  private static List<IceServer> iceServers(Settings settings) {
    return settings.turn().stream()
        .map(server -> new IceServer(server.url(), server.username(), server.credential()))
        .toList();
  }

  private static BridgeConfig bridgeConfig(Settings.Media media, CameraTerms terms) {
    return new BridgeConfig(
        media.port(),
        media.announce(),
        media.loops(),
        media.maxSessions(),
        terms.maxBps(),
        terms.startBps(),
        media.coalesce(),
        media.history(),
        media.replayBps(),
        media.socket(),
        media.gso(),
        media.cipher());
  }

  private static void observe(
      Cameras cameras, CameraTargets targets, ViewerTargets viewers, LiveSockets sockets) {
    attempt(sockets::tick);
    boolean answers = attempt(cameras::observe) && attempt(targets::observe);
    if (answers) {
      attempt(viewers::observe);
    }
  }

  /** Goes on whatever happens: a scheduled task that throws would never run again. */
  private static boolean attempt(Runnable step) {
    try {
      step.run();
    } catch (Refusal bridgeIsSilent) {
      return false; // The next request says so to its caller.
    } catch (RuntimeException e) {
      log.error("The relay's observer failed over something and goes on: {}", e.toString());
    }
    return true;
  }

  private static Thread observerThread(Runnable task) {
    return Thread.ofPlatform().name("vigie-observer").daemon().unstarted(task);
  }
}
