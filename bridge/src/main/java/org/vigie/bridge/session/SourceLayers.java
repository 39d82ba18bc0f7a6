package org.vigie.bridge.session;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.codec.DependencyDescriptor;
import org.vigie.bridge.codec.PayloadInspector;
import org.vigie.bridge.forward.LayerPlace;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * What a packet of one source says of its layers: by its dependency descriptor where that points
 * somewhere, else by its payload.
 */
final class SourceLayers {
  private @Nullable DependencyDescriptor descriptor;
  private boolean described;

  /**
   * Looks at a packet.
   *
   * @param id of the dependency descriptor in the camera's packets
   */
  void look(RtpPacket packet, int id) {
    int at = packet.extension(id);
    described = at >= 0 && read(packet, at, packet.extensionLength(id));
  }

  /** One that is cut short, or names what no structure has told of, says nothing. */
  private boolean read(RtpPacket packet, int at, int length) {
    DependencyDescriptor kept = descriptor == null ? new DependencyDescriptor() : descriptor;
    descriptor = kept;
    return kept.read(packet.array(), at, length) && kept.layerKnown();
  }

  /** Whether the packet seen last has a good descriptor. */
  boolean described() {
    return described;
  }

  /** Whether that says that a key frame begins. */
  boolean startsKeyFrame() {
    DependencyDescriptor read = descriptor;
    return described && read != null && read.keyFrame() && read.startOfFrame();
  }

  /** Where the packet stands among the temporal layers; see {@link LayerPlace}. */
  int place(Codec codec, PayloadInspector payload) {
    DependencyDescriptor read = descriptor;
    return described && read != null ? LayerPlace.of(read) : LayerPlace.of(codec, payload);
  }
}
