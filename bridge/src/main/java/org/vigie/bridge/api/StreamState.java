package org.vigie.bridge.api;

/** What a Stream does at the moment. */
public enum StreamState {
  /** No camera feeds it: none ever did, or the last one said goodbye. */
  OFFLINE,
  /** A camera's Session exists, no media has arrived on it yet. */
  STANDBY,
  /** Media arrives. */
  LIVE,
  /** Media arrived before and has stopped, or the camera's Session broke off. */
  LOST
}
