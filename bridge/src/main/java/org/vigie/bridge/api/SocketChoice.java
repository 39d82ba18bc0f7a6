package org.vigie.bridge.api;

/** Which implementation of the media socket is used. */
public enum SocketChoice {
  /** The fastest that this machine has. */
  AUTO,
  /** Linux' own batches and segmentation offload, by {@code java.lang.foreign}. */
  LINUX,
  /** The JDK's channels, on any system. */
  JDK
}
