package org.vigie.bridge.api;

/** What a Stream does at the moment. */
public enum StreamState {
  /** A camera's Session exists, no media has arrived on it yet. */
  STANDBY,
  /** Media arrives. */
  LIVE,
  /** Media arrived before and has stopped, or the camera's Session broke off. */
  LOST
}
