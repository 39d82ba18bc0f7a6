package org.vigie.simulator;

import java.net.URI;
import java.time.Duration;

/** What a simulated camera is doing; {@code toString} is a line for a person. */
public sealed interface CameraState {
  /** Looking for the relay. */
  record Connecting(URI endpoint) implements CameraState {
    @Override
    public String toString() {
      return "connecting to " + endpoint;
    }
  }

  /**
   * Sending.
   *
   * @param bps picture and sound, on average
   */
  record Live(long bps, String picture) implements CameraState {
    @Override
    public String toString() {
      return "live at %d kbit/s, %s".formatted(bps / 1_000, picture);
    }
  }

  /** Lost the relay, or never found it. */
  record Reconnecting(String reason, Duration in) implements CameraState {
    @Override
    public String toString() {
      return "reconnecting in %.1f s: %s".formatted(in.toMillis() / 1e3, reason);
    }
  }

  /** The end: another device publishes with this camera's id. */
  record TakenOver() implements CameraState {
    @Override
    public String toString() {
      return "taken over: another device publishes as this camera now, so this one stops";
    }
  }

  /** The end: the relay said no for good. */
  record Refused(String reason) implements CameraState {
    @Override
    public String toString() {
      return "refused: " + reason;
    }
  }

  /** The end: it was stopped. */
  record Stopped() implements CameraState {
    @Override
    public String toString() {
      return "stopped";
    }
  }

  /** Whether nothing follows. */
  default boolean isEnd() {
    return switch (this) {
      case TakenOver _, Refused _, Stopped _ -> true;
      case Connecting _, Live _, Reconnecting _ -> false;
    };
  }
}
