package org.vigie.signaling.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.vigie.signaling.StartException;
import org.vigie.signaling.bandwidth.CameraTargets;
import org.vigie.signaling.bandwidth.ViewerOutlook;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.EntityTags;
import org.vigie.signaling.http.Json;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.http.Route.Intake;
import org.vigie.signaling.identity.Identities;
import org.vigie.signaling.identity.Principal;
import org.vigie.signaling.settings.Reload;
import org.vigie.signaling.settings.live.CameraTerms;
import org.vigie.signaling.settings.live.ChangeRequest;
import org.vigie.signaling.settings.live.Difference;
import org.vigie.signaling.settings.live.LayerRates;
import org.vigie.signaling.settings.live.LiveKey;
import org.vigie.signaling.settings.live.LiveSettings;
import org.vigie.signaling.settings.live.LiveSettings.Outcome;
import org.vigie.signaling.settings.live.LiveSettings.Snapshot;
import org.vigie.signaling.settings.live.LiveValue;
import org.vigie.signaling.settings.live.LiveValues;
import org.vigie.signaling.settings.live.Scope;
import org.vigie.signaling.settings.live.SettingsRefusedException;
import org.vigie.signaling.settings.live.WithoutEffect;

/** Shows the live settings to operators, and lets them change them, look before, and go back. */
public final class SettingsRoutes {
  private static final String ALL = "/api/v1/settings";
  private static final Intake CHANGES = new Intake(Json.MEDIA_TYPE, 256 * 1024);
  private static final int MAX_REASON = 500;

  private final LiveSettings settings;
  private final CameraTargets targets;
  private final ViewerOutlook outlook;
  private final Identities identities;
  private final Reload reload;

  /** Routes over these. */
  public SettingsRoutes(
      LiveSettings settings,
      CameraTargets targets,
      ViewerOutlook outlook,
      Identities identities,
      Reload reload) {
    this.settings = settings;
    this.targets = targets;
    this.outlook = outlook;
    this.identities = identities;
    this.reload = reload;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.of("GET", ALL, Access.TOKEN, this::show),
        Route.of("PATCH", ALL, Access.TOKEN, this::change).taking(CHANGES),
        Route.of("GET", ALL + "/versions", Access.TOKEN, this::versions),
        Route.of("POST", ALL + "/rollback", Access.TOKEN, this::rollBack).taking(JsonFields.INTAKE),
        Route.of("POST", ALL + "/reload", Access.TOKEN, this::reload));
  }

  /** A key and what may be set. */
  private record KeyView(
      LiveKey key,
      LiveKey.Unit unit,
      long least,
      long most,
      List<String> scopes,
      LiveKey.Effect effect,
      String description,
      Optional<LiveValue> configured) {
    static KeyView of(LiveKey key, LiveValues values) {
      return new KeyView(
          key,
          key.unit(),
          key.least(),
          key.most(),
          key.scopes().stream().sorted().map(Scope.Kind::text).toList(),
          key.effect(),
          key.description(),
          Optional.ofNullable(values.file().get(key)));
    }
  }

  /** A value and for whom. */
  private record ValueView(Scope scope, LiveKey key, LiveValue value) {}

  /** What counts for a camera; {@code targetBps} only while it sends. */
  private record TermsView(
      Optional<String> group,
      long maxBps,
      long minBps,
      long startBps,
      long idleBps,
      long foreignIdleBps,
      long audioBps,
      LayerRates layers,
      int weight,
      long coalesceMs,
      long historyMs,
      long keyFrameMs,
      Optional<Long> targetBps) {
    static TermsView of(CameraTerms terms, Optional<Long> target) {
      return new TermsView(
          terms.group(),
          terms.maxBps(),
          terms.minBps(),
          terms.startBps(),
          terms.idleBps(),
          terms.foreignIdleBps(),
          terms.audioBps(),
          terms.layerRates(),
          terms.weight(),
          terms.coalesceMs(),
          terms.historyMs(),
          terms.keyFrameMs(),
          target);
    }
  }

  /** A camera for which something changes. */
  private record CameraView(String id, TermsView from, TermsView to) {}

  /** A change that was made, or would be. */
  private record OutcomeView(
      boolean dryRun,
      long version,
      List<Difference> changes,
      List<CameraView> cameras,
      List<ViewerOutlook.Changed> viewers,
      List<WithoutEffect> withoutEffect) {}

  private Reply show(Call call) {
    call.requireOperator();
    Snapshot now = settings.now();
    return Reply.json(
            200,
            Map.of(
                "version", now.version(),
                "keys",
                    List.of(LiveKey.values()).stream()
                        .map(k -> KeyView.of(k, now.values()))
                        .toList(),
                "values", values(now.values())))
        .with(HttpHeader.ETAG, now.etag());
  }

  private static List<ValueView> values(LiveValues values) {
    return values.set().entrySet().stream()
        .flatMap(scope ->
            scope.getValue().entrySet().stream()
                .map(each -> new ValueView(scope.getKey(), each.getKey(), each.getValue())))
        .sorted(
            Comparator.comparing((ValueView each) -> each.scope().kind())
                .thenComparing(each -> each.scope().name())
                .thenComparing(ValueView::key))
        .toList();
  }

  private Reply versions(Call call) {
    call.requireOperator();
    return Reply.json(200, Map.of("versions", settings.versions()));
  }

  private Reply change(Call call) throws IOException {
    call.requireOperator();
    EntityTags expected = ifMatch(call);
    JsonFields fields = new JsonFields(Json.object(call.body()), List.of("reason", "changes"));
    String reason = fields.printable("reason", MAX_REASON);
    ChangeRequest request =
        ChangeRequest.read(
            fields.objects("changes", List.of("scope", "key", "value")), this::isEnrolled);
    if (!request.faults().isEmpty()) {
      throw SettingsRefusals.faulty(request.faults());
    }
    boolean dry = isDry(call);
    return answer(
        dry,
        () ->
            dry
                ? settings.preview(now -> expected.matchWeakly(now.etag()), request.changes())
                : settings.change(
                    now -> expected.matchWeakly(now.etag()), request.changes(), by(call), reason));
  }

  private boolean isEnrolled(String camera) {
    return identities.camera(camera).isPresent();
  }

  private Reply rollBack(Call call) throws IOException {
    call.requireOperator();
    EntityTags expected = ifMatch(call);
    JsonFields fields = new JsonFields(Json.object(call.body()), List.of("reason", "version"));
    String reason = fields.printable("reason", MAX_REASON);
    long version = fields.whole("version");
    boolean dry = isDry(call);
    return answer(
        dry,
        () ->
            dry
                ? settings.previewRollBack(
                    now -> expected.matchWeakly(now.etag()), version, this::isEnrolled)
                : settings.rollBack(
                    now -> expected.matchWeakly(now.etag()),
                    version,
                    this::isEnrolled,
                    by(call),
                    reason));
  }

  /** Something that changes the settings, or would. */
  private interface Step {
    Outcome take() throws SettingsRefusedException, IOException;
  }

  private Reply answer(boolean dry, Step step) throws IOException {
    try {
      Map<String, Long> before = targets.targets();
      Outcome outcome = step.take();
      Map<String, Long> after = targets.targets(outcome.after().values());
      OutcomeView view =
          new OutcomeView(
              dry,
              outcome.after().version(),
              outcome.changes(),
              cameras(outcome, before, after),
              outlook.changed(outcome.before().values(), outcome.after().values()),
              withoutEffect(outcome));
      Snapshot counts = dry ? outcome.before() : outcome.after();
      return Reply.json(200, view).with(HttpHeader.ETAG, counts.etag());
    } catch (SettingsRefusedException e) {
      throw SettingsRefusals.of(e);
    }
  }

  /** What has no effect since, of the values that are concerned. */
  private static List<WithoutEffect> withoutEffect(Outcome outcome) {
    List<WithoutEffect> found = new ArrayList<>(outcome.after().values().withoutEffect());
    found.removeAll(outcome.before().values().withoutEffect());
    return found;
  }

  private List<CameraView> cameras(
      Outcome outcome, Map<String, Long> before, Map<String, Long> after) {
    return identities.cameras().stream()
        .map(Principal.Camera::id)
        .map(id ->
            new CameraView(
                id,
                terms(id, outcome.before().values(), before),
                terms(id, outcome.after().values(), after)))
        .filter(each -> !each.from().equals(each.to()))
        .toList();
  }

  private static TermsView terms(String camera, LiveValues values, Map<String, Long> targets) {
    return TermsView.of(values.termsOf(camera), Optional.ofNullable(targets.get(camera)));
  }

  private Reply reload(Call call) {
    call.requireOperator();
    try {
      return Reply.json(200, reload.run(by(call))).with(HttpHeader.ETAG, settings.now().etag());
    } catch (StartException e) {
      throw SettingsRefusals.badConfiguration(e);
    }
  }

  private static EntityTags ifMatch(Call call) throws Refusal {
    EntityTags expected = EntityTags.of(call.headers(), HttpHeader.IF_MATCH);
    if (expected.isEmpty()) {
      throw SettingsRefusals.noIfMatch();
    }
    return expected;
  }

  /** Whoever misspells it must not have the change made. */
  private static boolean isDry(Call call) {
    Map<String, List<String>> query = call.query();
    boolean dry = query.equals(Map.of("dry-run", List.of("true")));
    if (!dry && !query.isEmpty() && !query.equals(Map.of("dry-run", List.of("false")))) {
      throw SettingsRefusals.badQuery();
    }
    return dry;
  }

  private static String by(Call call) {
    return call.principal().key();
  }
}
