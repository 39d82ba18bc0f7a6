package org.vigie.bridge.forward;

import org.vigie.bridge.api.Codec;
import org.vigie.bridge.codec.DependencyDescriptor;
import org.vigie.bridge.codec.PayloadInspector;
import org.vigie.bridge.rtp.RtpPacket;

/** Finds where a packet stands among the layers of its source, as a camera's Track does. */
final class PlaceFinder {
  private final Codec codec;
  private final int descriptorId;
  private final PayloadInspector inspector;
  private final DependencyDescriptor descriptor = new DependencyDescriptor();

  PlaceFinder(Codec codec, int descriptorId) {
    this.codec = codec;
    this.descriptorId = descriptorId;
    this.inspector = PayloadInspector.of(codec);
  }

  int placeOf(byte[] bytes) {
    RtpPacket rtp = new RtpPacket();
    if (!rtp.wrap(bytes, 0, bytes.length)) {
      throw new AssertionError("the test builds malformed packets");
    }
    int at = rtp.extension(descriptorId);
    if (at >= 0) {
      if (!descriptor.read(bytes, at, rtp.extensionLength(descriptorId))
          || !descriptor.layerKnown()) {
        throw new AssertionError("the test builds malformed descriptors");
      }
      return LayerPlace.of(descriptor);
    }
    if (!inspector.inspect(bytes, rtp.payloadOffset(), rtp.payloadLength())) {
      throw new AssertionError("the test builds malformed payloads");
    }
    return LayerPlace.of(codec, inspector);
  }
}
