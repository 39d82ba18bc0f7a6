package org.vigie.bridge.api;

/** The two kinds of media that the bridge relays. */
public enum MediaKind {
  AUDIO,
  VIDEO
}
