package org.vigie.signaling.rest;

import org.vigie.signaling.StartException;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.settings.live.SettingFault;
import org.vigie.signaling.settings.live.SettingsRefusedException;

/** How changes of the settings are refused. */
final class SettingsRefusals {
  private SettingsRefusals() {}

  static Refusal of(SettingsRefusedException e) {
    return switch (e.why()) {
      case STALE -> stale();
      case FAULTY -> faulty(e.faults());
      case UNKNOWN_VERSION -> unknownVersion();
      case TOO_MANY -> tooMany();
    };
  }

  /** Says all that is wrong: in words, and by key for a page. */
  static Refusal faulty(Iterable<SettingFault> faults) {
    SettingFault first = faults.iterator().next();
    return new Problem(
            422, "bad-setting", "The settings cannot be changed so", first.detail(), first.remedy())
        .refusal()
        .saying("faults", faults);
  }

  static Refusal noIfMatch() {
    return new Problem(
            428,
            "etag-required",
            "A change needs to say which settings it is about",
            "There is no If-Match header.",
            "GET /api/v1/settings first and send its ETag as If-Match, so that nobody's change is"
                + " overwritten unseen.")
        .refusal();
  }

  static Refusal badQuery() {
    return new Problem(
            400,
            "bad-query",
            "The query cannot be used",
            "The query is neither dry-run=true nor dry-run=false, once.",
            "Send ?dry-run=true to see what would change, or no query to change it.")
        .refusal();
  }

  private static Refusal stale() {
    return new Problem(
            412,
            "stale-etag",
            "The settings have changed since",
            "If-Match does not name the present settings: somebody else has changed them.",
            "GET /api/v1/settings again, look at the change, and repeat yours if it is still right.")
        .refusal();
  }

  private static Refusal unknownVersion() {
    return new Problem(
            404,
            "unknown-version",
            "There is no such version",
            "The settings never had this version, or it is no longer remembered.",
            "GET /api/v1/settings/versions lists those that there are.")
        .refusal();
  }

  private static Refusal tooMany() {
    return new Problem(
            422,
            "too-many",
            "There is no room for more",
            "There are as many values as there may be.",
            "Set a value for a group rather than for each of its cameras.")
        .refusal();
  }

  static Refusal badConfiguration(StartException e) {
    return new Problem(
            422,
            "bad-configuration",
            "The configuration cannot be read",
            String.valueOf(e.getMessage()),
            e.remedy())
        .refusal();
  }
}
