package org.vigie.signaling.bandwidth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.TrackStats;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.session.LatestStats;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.live.CameraTerms;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.settings.live.LiveValues;
import org.vigie.signaling.settings.live.Scope;

/**
 * What each camera may send now: the cap that is set for it, its share of a budget, its idle rate
 * while nobody watches it, or what a small picture needs while nobody shows a larger one. A camera
 * is told when that changes: at once after a change of the settings and when somebody opens it or
 * shows it larger, else within seconds after cameras have come, gone, begun to need more or less,
 * lost their last viewer, or are shown smaller by all.
 *
 * <p>Every camera is told by REMB, except for what saves a camera that follows messages: a browser
 * that is held down by REMB forgets what its line carries, and comes up again slowly. A camera that
 * does not follow messages always sends the whole picture to whoever watches.
 */
public final class CameraTargets {
  private static final double PERCENT = 100;

  private final LiveSettings settings;
  private final Sessions sessions;
  private final LatestStats stats;
  private final LongSupplier clock;
  private final Attention attention = new Attention();
  private final ShownSizes sizes = new ShownSizes();
  private final CameraLayers layers = new CameraLayers();
  private final Map<String, Demand> demands = new HashMap<>();
  private final Map<SessionId, CameraBounds> told = new HashMap<>();
  private final Followers followers = new Followers();
  private Map<String, Long> targets = Map.of();

  /** Follows the settings; the clock counts nanoseconds. */
  public CameraTargets(
      LiveSettings settings, Sessions sessions, LatestStats stats, LongSupplier clock) {
    this.settings = settings;
    this.sessions = sessions;
    this.stats = stats;
    this.clock = clock;
    settings.onChange(values -> tell(sessions.publishing()));
  }

  /** Looks at what cameras send and tells them what they may; called about once a second. */
  public void observe() {
    List<StreamStats> streams = stats.recentStreams();
    Map<String, Long> sent =
        streams.stream().collect(Collectors.toMap(s -> s.stream().value(), CameraTargets::bps));
    List<Session> publishing = sessions.publishing();
    note(publishing, sent);
    noteLayers(streams);
    tell(publishing);
  }

  private synchronized void noteLayers(List<StreamStats> streams) {
    streams.forEach(layers::observe);
    layers.retain(streams.stream().map(each -> each.stream().value()).toList());
  }

  /** Looks which cameras nobody watches, or nobody large; called a few times a second. */
  public void attend() {
    List<Session> publishing = sessions.publishing();
    boolean others = lookAround(publishing, sessions.watched());
    if (lookAtSizes(publishing) || others) {
      tell(publishing);
    }
  }

  private boolean lookAtSizes(List<Session> publishing) {
    Set<String> savers = savers(publishing);
    if (savers.isEmpty()) {
      return false;
    }
    try {
      return noteSizes(savers, stats.recentStreams());
    } catch (Refusal bridgeIsSilent) {
      return false; // the next look will tell
    }
  }

  /** The cameras that a smaller picture would save something. */
  private synchronized Set<String> savers(List<Session> publishing) {
    LiveValues values = settings.now().values();
    Set<String> savers =
        publishing.stream()
            .filter(session -> !attention.isLearning(clock.getAsLong(), session.id()))
            .map(Session::camera)
            .filter(followers::follows)
            .filter(camera -> saves(termsOf(camera, values)))
            .collect(Collectors.toSet());
    sizes.retain(savers);
    return savers;
  }

  private synchronized boolean noteSizes(Set<String> savers, List<StreamStats> streams) {
    boolean changed = false;
    for (StreamStats stream : streams) {
      String camera = stream.stream().value();
      if (savers.contains(camera)) {
        changed |= sizes.observe(clock.getAsLong(), camera, stream.shownPixels());
      }
    }
    return changed;
  }

  /** What a camera is left with whatever saves it, bps. */
  private static long leastBps(CameraTerms terms) {
    return Math.max(terms.idleBps(), terms.minBps());
  }

  private static boolean saves(CameraTerms terms) {
    return leastBps(terms) < terms.maxBps();
  }

  /** What counts for a camera, as far as its simulcast layers' bounds leave it that. */
  private CameraTerms termsOf(String camera, LiveValues values) {
    CameraTerms terms = values.termsOf(camera);
    return terms.atMost(layers.sumBps(camera, terms.layerRates(), terms.soundBps()));
  }

  private synchronized boolean lookAround(List<Session> publishing, Set<String> watched) {
    return attention.observe(clock.getAsLong(), publishing, watched);
  }

  /** Somebody opens a camera: if it was asked down to its idle rate, it comes up again at once. */
  public void watched(String camera) {
    if (wasUnwatched(camera)) {
      tell(sessions.publishing());
    }
  }

  private synchronized boolean wasUnwatched(String camera) {
    boolean unwatched = attention.opened(camera);
    if (unwatched) {
      sizes.forget(camera); // those who left knew another
    }
    return unwatched;
  }

  /** Somebody shows a camera in so many pixels: if it sends a smaller picture, it grows at once. */
  public void shown(String camera, long pixels) {
    if (isShownLarger(camera, pixels)) {
      tell(sessions.publishing());
    }
  }

  private synchronized boolean isShownLarger(String camera, long pixels) {
    return sizes.shown(camera, pixels);
  }

  /**
   * Somebody was refused a camera because it sends nothing: if that is what it was asked for, it is
   * let send for a while, in which he may try again.
   */
  public void wanted(String camera) {
    if (wasWanted(camera)) {
      tell(sessions.publishing());
    }
  }

  private synchronized boolean wasWanted(String camera) {
    return attention.wanted(clock.getAsLong(), camera);
  }

  /**
   * From now on the camera of this Session is told its targets by message, the first one at once.
   * The newest listener of a Session is the one that is told.
   */
  public void follow(Session session, CameraTarget.Listener listener) {
    begin(session, listener);
    tell(sessions.publishing());
  }

  private synchronized void begin(Session session, CameraTarget.Listener listener) {
    followers.add(session, listener);
  }

  /** The listener hears nothing any more. */
  public void unfollow(CameraTarget.Listener listener) {
    end(listener);
    tell(sessions.publishing());
  }

  private synchronized void end(CameraTarget.Listener listener) {
    followers.remove(listener);
  }

  /** A camera's Session begins: what may be asked of it is known from its first packet on. */
  public void opened(Session session) {
    tellOne(session);
  }

  /** With how much a camera that comes now starts, bps; 0 leaves it to the camera. */
  public long startBps(String camera) {
    LiveValues values = settings.now().values();
    long start = values.termsOf(camera).startBps();
    return start == 0 ? 0 : Math.min(start, wholeShareOf(camera, values));
  }

  /**
   * How much of it the sound of a camera that comes now shall be, bps; 0 leaves it to the camera.
   */
  public long audioBps(String camera) {
    return settings.now().values().termsOf(camera).audioBps();
  }

  /** What each camera that publishes may send, bps, if these were the settings. */
  public Map<String, Long> targets(LiveValues values) {
    List<String> connected = connected(sessions.publishing());
    return shares(connected, values);
  }

  /** What each camera that publishes may send now, bps. */
  public synchronized Map<String, Long> targets() {
    return targets;
  }

  /** What a camera may send as nobody watches it, bps; empty while somebody does. */
  synchronized Optional<Long> idleBps(String camera, CameraTerms terms) {
    if (!attention.isUnwatched(camera)) {
      return Optional.empty();
    }
    long idle = followers.follows(camera) ? terms.idleBps() : terms.foreignIdleBps();
    return Optional.of(Math.min(idle, terms.maxBps()));
  }

  /**
   * What a camera may send as all who watch it show it small, bps; empty where it may send all.
   * What that leaves is saved: its picture is made smaller, too.
   */
  synchronized Optional<Long> smallBps(String camera, CameraTerms terms) {
    if (attention.isUnwatched(camera) || !followers.follows(camera)) {
      return Optional.empty();
    }
    long bps = Math.max(leastBps(terms), ShownSizes.bps(encodedPixels(camera), terms.soundBps()));
    return Optional.of(bps).filter(each -> each < terms.maxBps());
  }

  private long encodedPixels(String camera) {
    return layers.pixels(camera, shown(camera, settings.now().values()));
  }

  private CameraLayers.Need.Shown shown(String camera, LiveValues values) {
    return new CameraLayers.Need.Shown(sizes.pixels(camera), stretched(camera, values));
  }

  /** In how many times a layer's pixels any viewer of this camera is shown it. */
  private static double stretched(String camera, LiveValues values) {
    double percent =
        Scope.ROLES.stream()
            .mapToInt(role -> values.viewerTermsOf(camera, role).stretchPercent())
            .min()
            .orElseThrow();
    return percent / PERCENT * (percent / PERCENT);
  }

  /** What a camera's simulcast layers together may send, bps; empty where that is not bounded. */
  synchronized Optional<Long> layersBps(String camera, CameraTerms terms) {
    return Optional.of(layers.sumBps(camera, terms.layerRates(), terms.soundBps()))
        .filter(bps -> bps < Long.MAX_VALUE);
  }

  /** Whether a camera sends no picture because it was asked for none. */
  public boolean isAskedForNothing(String camera) {
    return idleBps(camera, settings.now().values().termsOf(camera)).equals(Optional.of(0L));
  }

  private long shareOf(String camera, LiveValues values) {
    return shares(allAnd(camera), values).getOrDefault(camera, values.termsOf(camera).maxBps());
  }

  /** Its share as if its whole picture were watched, which its Session before may not have been. */
  private synchronized long wholeShareOf(String camera, LiveValues values) {
    long most = termsOf(camera, values).maxBps();
    List<Claim> claims =
        allAnd(camera).stream()
            .map(id ->
                id.equals(camera)
                    ? claim(id, termsOf(id, values), most)
                    : claim(id, termsOf(id, values)))
            .toList();
    return Shares.of(claims, budgets(claims, values)).getOrDefault(camera, most);
  }

  private List<String> allAnd(String camera) {
    List<String> all = new ArrayList<>(connected(sessions.publishing()));
    all.remove(camera);
    all.add(camera);
    return all;
  }

  private synchronized void note(List<Session> publishing, Map<String, Long> sent) {
    long now = clock.getAsLong();
    LiveValues values = settings.now().values();
    Set<String> present = new HashSet<>();
    for (Session session : publishing) {
      String camera = session.camera();
      present.add(camera);
      Demand demand = demands.computeIfAbsent(camera, each -> new Demand());
      Long target = targets.get(camera);
      if (target != null) {
        demand.observe(now, sent.getOrDefault(camera, 0L), target);
      }
      long sound = values.termsOf(camera).soundBps();
      followers.observe(now, camera, sent.getOrDefault(camera, 0L), sound);
    }
    demands.keySet().retainAll(present);
    List<SessionId> ids = publishing.stream().map(Session::id).toList();
    told.keySet().retainAll(ids);
    followers.retain(ids);
  }

  private synchronized void tell(List<Session> publishing) {
    LiveValues values = settings.now().values();
    targets = shares(connected(publishing), values);
    for (Session session : publishing) {
      String camera = session.camera();
      CameraTerms terms = termsOf(camera, values);
      tell(session, terms, targets.getOrDefault(camera, terms.maxBps()));
    }
  }

  private synchronized void tellOne(Session session) {
    LiveValues values = settings.now().values();
    tell(session, termsOf(session.camera(), values), shareOf(session.camera(), values));
  }

  private void tell(Session session, CameraTerms terms, long target) {
    String camera = session.camera();
    boolean watched = !attention.isUnwatched(camera);
    Optional<Long> small = smallBps(camera, terms);
    OptionalLong pixels =
        small.isPresent() ? OptionalLong.of(sizes.pixels(camera)) : OptionalLong.empty();
    List<LayerTarget> asked = layers.targets(camera, terms.layerRates(), need(camera, terms));
    boolean saves = !watched || small.filter(bps -> target >= bps).isPresent();
    long cap = saves && followers.follows(camera) ? terms.maxBps() : target;
    CameraBounds bounds =
        new CameraBounds(Math.min(terms.minBps(), cap), Math.min(terms.startBps(), cap), cap);
    if (!bounds.equals(told.put(session.id(), bounds))) {
      sessions.plane().bound(new StreamId(session.camera()), bounds);
    }
    // Last: a socket that fails over it is closed on this thread, and the camera is told anew.
    followers.tell(clock.getAsLong(), session, new CameraTarget(target, watched, pixels, asked));
  }

  /** Which of its layers a camera need not rest. */
  private CameraLayers.Need need(String camera, CameraTerms terms) {
    Optional<Long> idle = idleBps(camera, terms).filter(bps -> bps < terms.maxBps());
    if (idle.isEmpty()) {
      return shown(camera, settings.now().values());
    }
    return idle.get() == 0
        ? new CameraLayers.Need.Nothing()
        : new CameraLayers.Need.Idle(idle.get(), terms.soundBps());
  }

  private synchronized Map<String, Long> shares(List<String> cameras, LiveValues values) {
    List<Claim> claims = cameras.stream().map(id -> claim(id, termsOf(id, values))).toList();
    return Shares.of(claims, budgets(claims, values));
  }

  private Claim claim(String camera, CameraTerms terms) {
    long most = idleBps(camera, terms).or(() -> smallBps(camera, terms)).orElse(terms.maxBps());
    return claim(camera, terms, most);
  }

  private Claim claim(String camera, CameraTerms terms, long most) {
    Demand demand = demands.get(camera);
    return new Claim(
        camera,
        terms.group(),
        terms.minBps(),
        demand == null ? most : demand.wantedBps(),
        most,
        terms.weight());
  }

  private static Budgets budgets(List<Claim> claims, LiveValues values) {
    return Budgets.of(claims, values.ingressBudget(), values::ingressBudget, values::guaranteed);
  }

  /** Those that can send: one that was announced and never came must not keep a share. */
  private static List<String> connected(List<Session> publishing) {
    return publishing.stream()
        .filter(session -> session.state() == SessionState.CONNECTED)
        .map(Session::camera)
        .toList();
  }

  private static long bps(StreamStats stream) {
    return stream.tracks().stream().mapToLong(TrackStats::bps).sum();
  }
}
