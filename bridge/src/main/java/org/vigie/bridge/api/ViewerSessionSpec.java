package org.vigie.bridge.api;

import java.util.List;

/**
 * A viewer's Session as negotiated. Its Slots are empty until {@code Bridge.show}.
 *
 * @param transport what the viewer said of its transport
 * @param slots its m-lines; a WHEP view has one of each kind, a wall has many
 */
public record ViewerSessionSpec(TransportSpec transport, List<SlotSpec> slots) {
  public ViewerSessionSpec {
    slots = List.copyOf(slots);
  }
}
