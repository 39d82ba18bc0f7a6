package org.vigie.bridge.api;

import java.util.List;

/**
 * What the bridge chose for a new Session, for the answer.
 *
 * @param id the Session
 * @param transport this end's transport
 * @param slots the sources per Slot, in the order of the spec; empty for a camera
 * @param cname RTCP canonical name of this end (RFC 7022)
 */
public record SessionDescription(
    SessionId id, TransportDescription transport, List<SlotDescription> slots, String cname) {
  public SessionDescription {
    slots = List.copyOf(slots);
  }
}
