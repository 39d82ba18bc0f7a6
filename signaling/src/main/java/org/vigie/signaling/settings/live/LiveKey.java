package org.vigie.signaling.settings.live;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vigie.signaling.settings.live.Scope.Kind;

/**
 * What can be changed while the relay runs. Each key that the relay as a whole can have stands in
 * {@code vigie.conf} too, as {@code vigie.} and its name: that is its value before anybody changes
 * it.
 */
public enum LiveKey {
  /** The cap on a camera. */
  CAMERA_MAX_BITRATE(
      "camera.max-bitrate",
      Unit.BITS_PER_SECOND,
      50_000,
      1_000_000_000,
      Kind.RELAY,
      Kind.CAMERA,
      "Most that a camera is told to send, sound and picture together.",
      Effect.AT_ONCE),
  /** What a camera gets in any case. */
  CAMERA_MIN_BITRATE(
      "camera.min-bitrate",
      Unit.BITS_PER_SECOND,
      0,
      100_000_000,
      Kind.RELAY,
      Kind.CAMERA,
      "What a camera is left with when a budget is shared, as long as the budget carries that for"
          + " all; also the least that a camera without an estimator of its own is told.",
      Effect.AT_ONCE),
  /** Where a camera begins. */
  CAMERA_START_BITRATE(
      "camera.start-bitrate",
      Unit.BITS_PER_SECOND,
      0,
      100_000_000,
      Kind.RELAY,
      Kind.CAMERA,
      "With how much a browser camera starts; 0 leaves it to the browser.",
      Effect.NEXT_SESSION),
  /** What an unwatched camera sends. */
  CAMERA_IDLE_BITRATE(
      "camera.idle-bitrate",
      Unit.BITS_PER_SECOND,
      0,
      1_000_000_000,
      Kind.RELAY,
      Kind.CAMERA,
      "What a camera on the control WebSocket, such as our page, is asked for while nobody watches"
          + " it, sound and picture together, which saves its battery and its line; 0 stops its"
          + " picture. Where this is less than camera.max-bitrate, it is also asked for no more than"
          + " the largest size needs in which it is shown. As much as camera.max-bitrate lets it send"
          + " on as before.",
      Effect.AT_ONCE),
  /** What an unwatched camera sends that takes no messages. */
  CAMERA_FOREIGN_IDLE_BITRATE(
      "camera.foreign-idle-bitrate",
      Unit.BITS_PER_SECOND,
      50_000,
      1_000_000_000,
      Kind.RELAY,
      Kind.CAMERA,
      "The same for cameras that are not on the control WebSocket. They are asked by REMB, and a"
          + " browser may then need 2 to 20 s to be back at its full rate.",
      Effect.AT_ONCE),
  /** The sound's part. */
  CAMERA_AUDIO_BITRATE(
      "camera.audio-bitrate",
      Unit.BITS_PER_SECOND,
      0,
      510_000,
      Kind.RELAY,
      Kind.CAMERA,
      "How much of what a camera sends its Opus sound shall be on average; 0 leaves it to the camera,"
          + " a browser then takes about 32000. Opus itself goes from 6000 up.",
      Effect.NEXT_SESSION),
  /** The cap on the smallest layer. */
  CAMERA_LAYER_BITRATE_LOW(
      "camera.layer-bitrate.low",
      Unit.BITS_PER_SECOND,
      0,
      1_000_000_000,
      Kind.RELAY,
      Kind.CAMERA,
      "Most that the smallest layer of a simulcast camera takes, its picture alone; 0 leaves it to"
          + " the camera. Cameras on the control WebSocket, such as our page, are told by layer; of"
          + " others only the sum can be bounded, once all their layers are. Where"
          + " camera.max-bitrate is less, that counts.",
      Effect.AT_ONCE),
  /** The cap on those between. */
  CAMERA_LAYER_BITRATE_MID(
      "camera.layer-bitrate.mid",
      Unit.BITS_PER_SECOND,
      0,
      1_000_000_000,
      Kind.RELAY,
      Kind.CAMERA,
      "The same for each layer between the smallest and the largest. A camera with two layers has"
          + " none.",
      Effect.AT_ONCE),
  /** The cap on the largest layer. */
  CAMERA_LAYER_BITRATE_HIGH(
      "camera.layer-bitrate.high",
      Unit.BITS_PER_SECOND,
      0,
      1_000_000_000,
      Kind.RELAY,
      Kind.CAMERA,
      "The same for the largest layer. A camera with one layer is bounded by camera.max-bitrate"
          + " alone.",
      Effect.AT_ONCE),
  /** How much of a budget. */
  CAMERA_WEIGHT(
      "camera.weight",
      Unit.NUMBER,
      1,
      1_000,
      Kind.RELAY,
      Kind.CAMERA,
      "A camera's part of a budget beside the other cameras': 3 gets three times what 1 gets. Its"
          + " viewers' part of theirs likewise; and of several pictures that a viewer is shown, that of"
          + " more weight comes first.",
      Effect.AT_ONCE),
  /** Membership. */
  CAMERA_GROUP(
      "camera.group",
      Unit.NAME,
      1,
      64,
      Kind.CAMERA,
      Kind.CAMERA,
      "The group to which a camera belongs, such as an incident; its values count for the camera.",
      Effect.AT_ONCE),
  /** What all cameras may send together. */
  BUDGET_INGRESS(
      "budget.ingress",
      Unit.BITS_PER_SECOND,
      0,
      2_000_000_000,
      Kind.RELAY,
      Kind.GROUP,
      "What the cameras of the relay, or of the group, may send together, shared by weight; what a"
          + " camera leaves goes to the others. 0 is no budget.",
      Effect.AT_ONCE),
  /** What a group's cameras get before the others. */
  BUDGET_GUARANTEED(
      "budget.guaranteed",
      Unit.BITS_PER_SECOND,
      0,
      2_000_000_000,
      Kind.GROUP,
      Kind.GROUP,
      "What the cameras of the group get together of the relay's budget.ingress before all others"
          + " get theirs, as far as they want it, such as an incident's. 0 is no guarantee.",
      Effect.AT_ONCE),
  /** What all viewers are given together. */
  BUDGET_EGRESS(
      "budget.egress",
      Unit.BITS_PER_SECOND,
      0,
      100_000_000_000L,
      Kind.RELAY,
      Kind.GROUP,
      "What all viewers of the relay, or of the group's cameras, are given together, shared by the"
          + " camera.weight of what each watches; what one does not need goes to the others. 0 is no"
          + " budget.",
      Effect.AT_ONCE),
  /** What a group's viewers get before the others. */
  BUDGET_EGRESS_GUARANTEED(
      "budget.egress-guaranteed",
      Unit.BITS_PER_SECOND,
      0,
      100_000_000_000L,
      Kind.GROUP,
      Kind.GROUP,
      "What those who watch the group's cameras are given together of the relay's budget.egress"
          + " before all others get theirs, as far as they can use it, such as an incident's. 0 is no"
          + " guarantee.",
      Effect.AT_ONCE),
  /** The cap on a viewer. */
  VIEWER_MAX_BITRATE(
      "viewer.max-bitrate",
      Unit.BITS_PER_SECOND,
      50_000,
      100_000_000,
      Kind.RELAY,
      Kind.ROLE,
      "Most that a viewer is given, whatever its line takes: by relay, group and camera that is watched,"
          + " and by role of who watches. 100000000 is no cap.",
      Effect.AT_ONCE),
  /** Whether padding is sent to viewers. */
  VIEWER_PROBING(
      "viewer.probing",
      Unit.SWITCH,
      0,
      1,
      Kind.RELAY,
      Kind.ROLE,
      "Whether padding is sent now and then to find out whether a viewer's line takes a better layer."
          + " off spares lines that are paid by the byte: the better layer itself is tried, first after"
          + " 4 s without trouble and ever more rarely where that fails.",
      Effect.AT_ONCE),
  /** What repair may take. */
  VIEWER_REPAIR_SHARE(
      "viewer.repair-share",
      Unit.PERCENT,
      0,
      100,
      Kind.RELAY,
      Kind.ROLE,
      "What retransmissions may take of what a viewer is sent; what was left unused counts for a while."
          + " 0 repairs nothing: only the next key frame heals a loss.",
      Effect.AT_ONCE),
  /** From which size on a larger layer is given. */
  VIEWER_LAYER_STRETCH(
      "viewer.layer-stretch",
      Unit.PERCENT,
      50,
      400,
      Kind.RELAY,
      Kind.ROLE,
      "How large a camera's layer may be shown, of its own width and height, before a viewer is given"
          + " a larger one. More spares lines, less is sharper. It counts for pictures whose size on the"
          + " screen is known.",
      Effect.AT_ONCE),
  /** How long a picture's packets wait for each other. */
  MEDIA_COALESCE(
      "media.coalesce",
      Unit.MILLISECONDS,
      0,
      100,
      Kind.RELAY,
      Kind.CAMERA,
      "How long the first packet of a picture may wait for the others, so that they leave together;"
          + " 0 sends each packet at once, which makes a viewer cost more.",
      Effect.AT_ONCE),
  /** How long packets are kept for repair. */
  MEDIA_HISTORY_AGE(
      "media.history.age",
      Unit.MILLISECONDS,
      100,
      10_000,
      Kind.RELAY,
      Kind.CAMERA,
      "How long each packet of a camera can be asked for again.",
      Effect.AT_ONCE),
  /** How often a camera is asked for a key frame. */
  MEDIA_KEY_FRAME_INTERVAL(
      "media.key-frame-interval",
      Unit.MILLISECONDS,
      100,
      5_000,
      Kind.RELAY,
      Kind.CAMERA,
      "Least time between two requests for a key frame, however many viewers need one. Longer spares"
          + " a thin line, and lets viewers wait longer.",
      Effect.AT_ONCE);

  private static final int FAR = 4;

  private final String key;
  private final Unit unit;
  private final long least;
  private final long most;
  private final Kind widest;
  private final Kind narrowest;
  private final String description;
  private final Effect effect;

  LiveKey(
      String key,
      Unit unit,
      long least,
      long most,
      Kind widest,
      Kind narrowest,
      String description,
      Effect effect) {
    this.key = key;
    this.unit = unit;
    this.least = least;
    this.most = most;
    this.widest = widest;
    this.narrowest = narrowest;
    this.description = description;
    this.effect = effect;
  }

  /** What a value counts. */
  public enum Unit {
    BITS_PER_SECOND("bit/s"),
    MILLISECONDS("ms"),
    NUMBER("number"),
    PERCENT("%"),
    SWITCH("on/off"),
    NAME("name");

    private final String text;

    Unit(String text) {
      this.text = text;
    }

    /** As people and JSON have it. */
    @JsonValue
    public String text() {
      return text;
    }
  }

  /** When a change is felt; never does anybody have to connect anew for it. */
  public enum Effect {
    AT_ONCE("at-once"),
    NEXT_SESSION("next-session");

    private final String text;

    Effect(String text) {
      this.text = text;
    }

    /** As JSON has it. */
    @JsonValue
    public String text() {
      return text;
    }
  }

  /** A key by its name. */
  public static Optional<LiveKey> of(String name) {
    return Arrays.stream(values()).filter(each -> each.key.equals(name)).findFirst();
  }

  /** The key that somebody probably meant. */
  public static Optional<LiveKey> nearest(String name) {
    return Arrays.stream(values())
        .min(Comparator.comparingInt(each -> Spelling.distance(name, each.key)))
        .filter(
            each -> Spelling.distance(name, each.key) <= FAR || Spelling.endAlike(name, each.key));
  }

  /** Those that the relay as a whole can have. */
  public static List<LiveKey> ofTheRelay() {
    return Arrays.stream(values()).filter(each -> each.widest == Kind.RELAY).toList();
  }

  /** Its name, such as {@code camera.max-bitrate}. */
  @JsonValue
  public String key() {
    return key;
  }

  /** Its name in the configuration. */
  public String configured() {
    return "vigie." + key;
  }

  /** What its values count. */
  public Unit unit() {
    return unit;
  }

  /** Least value; of a name the least number of characters. */
  public long least() {
    return least;
  }

  /** Most; of a name the most characters. */
  public long most() {
    return most;
  }

  /** For whom it can be set. */
  public Set<Kind> scopes() {
    return EnumSet.range(widest, narrowest);
  }

  /** What it does, in a sentence. */
  public String description() {
    return description;
  }

  /** When a change is felt. */
  public Effect effect() {
    return effect;
  }

  /** What a value has to be, such as {@code a whole number of bit/s from 0 to 100}. */
  public String wanted() {
    return switch (unit) {
      case NAME -> "a name of " + least + " to " + most + " letters, digits, '.', '_' and '-'";
      case SWITCH -> "\"on\" or \"off\"";
      case PERCENT -> "a whole number of % from " + least + " to " + most;
      case NUMBER -> "a whole number from " + least + " to " + most;
      case MILLISECONDS -> "a whole number of ms from " + least + " to " + most;
      case BITS_PER_SECOND -> bitrateWanted();
    };
  }

  private String bitrateWanted() {
    return this == BUDGET_EGRESS
        ? "0, or a whole number of bit/s from " + ViewerTerms.LEAST_BPS + " to " + most
        : "a whole number of bit/s from " + least + " to " + most;
  }

  private boolean isNumber() {
    return unit != Unit.NAME && unit != Unit.SWITCH;
  }

  /** Who means kbit/s would leave each viewer nothing. */
  private boolean isInRange(long number) {
    boolean tooLittle = this == BUDGET_EGRESS && number > 0 && number < ViewerTerms.LEAST_BPS;
    return number >= least && number <= most && !tooLittle;
  }

  /** Whether a value is of the right kind and within the range. */
  public boolean takes(LiveValue value) {
    return switch (value) {
      case LiveValue.Whole(long number) -> isNumber() && isInRange(number);
      case LiveValue.Name(String text) ->
          unit == Unit.SWITCH ? LiveValue.isSwitch(text) : unit == Unit.NAME && Scope.isName(text);
    };
  }
}
