package org.vigie.signaling.bandwidth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.vigie.bridge.api.SessionId;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.session.LatestStats;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.Sessions;
import org.vigie.signaling.settings.live.CameraTerms;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.settings.live.LiveValues;
import org.vigie.signaling.settings.live.ViewerTerms;

/**
 * How much each viewer is given at most: the cap that is set for it, or its part of the budget of
 * all viewers, or of those of its camera's group. A budget is divided as that of cameras ({@link
 * Shares}), by the weight of the camera that each watches and with what is guaranteed to its group
 * first; whoever can use less ({@link ViewerDemand}) leaves the rest to the others. A viewer is
 * told at once after a change, of his cap when he comes, and of his part within a second when he is
 * connected and when cameras send more or less.
 */
public final class ViewerTargets {
  /** From here on a viewer has no bound, bps. */
  public static final long NO_BOUND_BPS = 100_000_000;

  /** A bound that moves by less stays as it is. */
  private static final double WORTH_TELLING = 0.05;

  private final LiveSettings settings;
  private final Sessions sessions;
  private final LatestStats stats;
  private final LongSupplier clock;
  private final ViewerDemand demand = new ViewerDemand();
  private volatile Map<SessionId, Long> wanted = Map.of();
  private final Map<SessionId, Target> told = new HashMap<>();

  /**
   * What a viewer is given at most.
   *
   * @param maxBps bps
   * @param byBudget whether a budget of viewers says so, not a cap
   */
  public record Target(long maxBps, boolean byBudget) {
    /** Whether it is a bound at all. */
    boolean isBound() {
      return maxBps < NO_BOUND_BPS;
    }

    private boolean isNear(Target other) {
      return byBudget && other.byBudget && Math.abs(maxBps - other.maxBps) < maxBps * WORTH_TELLING;
    }
  }

  private static final Target FREE = new Target(NO_BOUND_BPS, false);

  /** Follows the settings; the clock counts nanoseconds. */
  public ViewerTargets(
      LiveSettings settings, Sessions sessions, LatestStats stats, LongSupplier clock) {
    this.settings = settings;
    this.sessions = sessions;
    this.stats = stats;
    this.clock = clock;
    settings.onChange(values -> tellAll());
  }

  /** Called about once a second; costs nothing as long as nobody is bound. */
  public synchronized void observe() {
    if (settings.now().values().sharesEgress() || !told.isEmpty()) {
      tellAll();
    }
  }

  /**
   * Somebody begins to watch: his cap counts at once, his part of a budget once he is connected.
   */
  public synchronized void opened(Session session) {
    tell(session.id(), capOf(session, settings.now().values()));
  }

  /** What a viewer is given at most; empty if it has no bound. */
  synchronized Optional<Target> target(SessionId session) {
    return Optional.ofNullable(told.get(session));
  }

  private synchronized void tellAll() {
    LiveValues values = settings.now().values();
    Map<SessionId, Target> now = targets(sessions.watching(), values);
    told.keySet().retainAll(now.keySet());
    now.forEach(this::tell);
  }

  /** What each of those who watch would be given at most, if these were the settings. */
  Map<SessionId, Target> targets(List<Session> watching, LiveValues values) {
    Map<SessionId, Target> targets = new HashMap<>();
    watching.forEach(each -> targets.put(each.id(), capOf(each, values)));
    if (values.sharesEgress()) {
      share(claims(watching, values, targets), values, targets);
    }
    return targets;
  }

  private void tell(SessionId session, Target target) {
    Target before = told.getOrDefault(session, FREE);
    if (target.equals(before) || target.isNear(before)) {
      return;
    }
    sessions.plane().bound(session, target.maxBps());
    if (target.equals(FREE)) {
      told.remove(session);
    } else {
      told.put(session, target);
    }
  }

  private static Target capOf(Session session, LiveValues values) {
    return new Target(Math.min(NO_BOUND_BPS, ViewerTunings.terms(session, values).maxBps()), false);
  }

  /** What those ask for who are connected, as far as their caps let them. */
  private List<Claim> claims(
      List<Session> watching, LiveValues values, Map<SessionId, Target> caps) {
    Map<SessionId, Long> usable = wanted(watching);
    Map<String, CameraTerms> cameras = new HashMap<>();
    List<Claim> claims = new ArrayList<>();
    for (Session each : watching) {
      long most = caps.getOrDefault(each.id(), FREE).maxBps();
      long bps = Math.min(most, usable.getOrDefault(each.id(), 0L));
      if (bps > 0) {
        CameraTerms terms = cameras.computeIfAbsent(each.camera(), values::termsOf);
        long least = Math.min(bps, ViewerTerms.LEAST_BPS);
        claims.add(new Claim(each.id().value(), terms.group(), least, bps, most, terms.weight()));
      }
    }
    return claims;
  }

  private static void share(List<Claim> claims, LiveValues values, Map<SessionId, Target> targets) {
    Budgets budgets =
        Budgets.of(claims, values.egressBudget(), values::egressBudget, values::egressGuaranteed);
    Map<String, Long> shares = Shares.of(claims, budgets);
    for (Claim claim : claims) {
      long bps = Math.max(ViewerTerms.LEAST_BPS, shares.getOrDefault(claim.id(), 0L));
      if (bps < claim.wantedBps()) {
        targets.put(new SessionId(claim.id()), new Target(bps, true));
      }
    }
  }

  private Map<SessionId, Long> wanted(List<Session> watching) {
    try {
      wanted = demand.of(clock.getAsLong(), watching, stats.recent());
    } catch (Refusal bridgeIsSilent) {
      return wanted; // A relay that is too busy to answer must not be asked for more.
    }
    return wanted;
  }
}
