package org.vigie.signaling.settings.live;

import com.fasterxml.jackson.annotation.JsonValue;

/** A value of a live setting. */
public sealed interface LiveValue {
  /**
   * A number in the unit of its key.
   *
   * @param number whole
   */
  record Whole(@JsonValue long number) implements LiveValue {
    @Override
    public String toString() {
      return Long.toString(number);
    }
  }

  /** A switch that is on. */
  Name ON = new Name("on");

  /** One that is off. */
  Name OFF = new Name("off");

  /** Whether a text is what a switch can be. */
  static boolean isSwitch(String text) {
    return text.equals(ON.text()) || text.equals(OFF.text());
  }

  /**
   * A name, or {@code on} or {@code off}.
   *
   * @param text not empty
   */
  record Name(@JsonValue String text) implements LiveValue {
    @Override
    public String toString() {
      return text;
    }
  }
}
