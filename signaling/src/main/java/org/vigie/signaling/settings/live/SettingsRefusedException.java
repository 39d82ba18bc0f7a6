package org.vigie.signaling.settings.live;

import java.util.List;

/** A change that is not made. */
public final class SettingsRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Cause {
    /** The settings have changed since the caller looked. */
    STALE,
    /** Something is wrong with the change. */
    FAULTY,
    /** There is no such version, or it is too old. */
    UNKNOWN_VERSION,
    /** There are as many values as there may be. */
    TOO_MANY
  }

  private final Cause why;
  private final transient List<SettingFault> faults;

  SettingsRefusedException(Cause why, List<SettingFault> faults) {
    super(why + " " + faults, null, false, false);
    this.why = why;
    this.faults = List.copyOf(faults);
  }

  /** Why. */
  public Cause why() {
    return why;
  }

  /** What is wrong, if the change is {@link Cause#FAULTY}. */
  public List<SettingFault> faults() {
    return faults;
  }
}
