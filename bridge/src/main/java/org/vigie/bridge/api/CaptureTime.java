package org.vigie.bridge.api;

/** How the bridge knows when the media of a Track was captured, best first. */
public enum CaptureTime {
  /** The camera writes it into its packets (abs-capture-time). */
  PACKETS,
  /** The camera's sender reports tell it (RFC 3550, section 6.4.1). */
  REPORTS,
  /** Only by arrival: the media is older than that by its way through camera and line. */
  ARRIVAL;

  /** As REST names it: {@code packets}, {@code reports} or {@code arrival}. */
  public String code() {
    return switch (this) {
      case PACKETS -> "packets";
      case REPORTS -> "reports";
      case ARRIVAL -> "arrival";
    };
  }
}
