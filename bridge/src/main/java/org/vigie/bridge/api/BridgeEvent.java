package org.vigie.bridge.api;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** What a host may want to know at once. Events arrive in order on a thread of their own. */
public sealed interface BridgeEvent {
  /** The Session that it concerns. */
  SessionId session();

  /**
   * No valid STUN check arrived within 10 s of the Session's birth: the peer cannot reach these
   * addresses.
   */
  record NoStun(SessionId session, List<InetSocketAddress> expectedAt) implements BridgeEvent {
    public NoStun {
      expectedAt = List.copyOf(expectedAt);
    }
  }

  /** ICE proved a path. */
  record SessionConnecting(SessionId session, InetSocketAddress local, InetSocketAddress remote)
      implements BridgeEvent {}

  /** Keys are there. */
  record SessionConnected(SessionId session, SrtpProfile profile) implements BridgeEvent {}

  /**
   * Something is wrong with what the camera sends, or no longer is; said once per change. What
   * stands when the Session ends is over with it.
   */
  record CameraFaultChanged(SessionId session, CameraFault fault, boolean stands)
      implements BridgeEvent {}

  /**
   * What a viewer's Slots should show in a codec that its Session has not negotiated has changed;
   * empty once all can be shown again.
   *
   * @param codecs by the mid of the Slot
   */
  record CodecsRefused(SessionId session, Map<String, Codec> codecs) implements BridgeEvent {
    public CodecsRefused {
      codecs = Map.copyOf(codecs);
    }
  }

  /** The Session is over and nothing of it remains in the bridge. */
  record SessionEnded(SessionId session, EndReason reason) implements BridgeEvent {}
}
