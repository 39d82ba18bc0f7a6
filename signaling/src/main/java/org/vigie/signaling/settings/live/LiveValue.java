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

  /**
   * A name.
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
