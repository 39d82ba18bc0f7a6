package org.vigie.bridge.relay;

/** What the Relay of a Loop with viewers asks of the Relay of their Stream's home Loop. */
public sealed interface RelayCommand {
  /** Feed this mirror from now on. */
  record Subscribe(Mirror mirror) implements RelayCommand {}

  /** Feed it no longer. */
  record Unsubscribe(Mirror mirror) implements RelayCommand {}

  /** Its viewers cannot go on without a key frame; the mirror remembers of which Layers. */
  record WantKeyFrame(MirrorTrack track) implements RelayCommand {}
}
