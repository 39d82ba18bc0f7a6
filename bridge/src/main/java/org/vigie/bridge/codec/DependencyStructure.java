package org.vigie.bridge.codec;

/**
 * The template dependency structure that comes with a key frame (AV1 RTP payload format, appendix
 * A.8.3): the layer of each template and whether its frames may be dropped.
 */
final class DependencyStructure {
  private static final int TEMPLATE_IDS = 64;
  private static final int MAX_SPATIAL_LAYER = 3;
  private static final int MAX_TEMPORAL_LAYER = 7;
  private static final int NEXT_TEMPORAL = 1;
  private static final int NEXT_SPATIAL = 2;
  private static final int NO_MORE = 3;

  private final int[] temporalLayers = new int[TEMPLATE_IDS];
  private final int[] spatialLayers = new int[TEMPLATE_IDS];
  private final boolean[] discardable = new boolean[TEMPLATE_IDS];

  private int idOffset;
  private int templates;
  private int decodeTargets;
  private int width;
  private int height;

  /** Reads the structure; false if it is cut short or out of range. */
  boolean read(BitReader bits) {
    idOffset = bits.bits(6);
    decodeTargets = bits.bits(5) + 1;
    if (!readLayers(bits)) {
      return false;
    }
    for (int i = 0; i < templates; i++) {
      discardable[i] = readIndications(bits);
    }
    skipFrameDiffs(bits);
    skipChains(bits);
    readResolutions(bits);
    return !bits.overrun();
  }

  /** Reads one indication per decode target; true if none is "switch" or "required". */
  boolean readIndications(BitReader bits) {
    boolean needed = false;
    for (int i = 0; i < decodeTargets; i++) {
      needed |= bits.bits(2) >= 2;
    }
    return !needed;
  }

  void clear() {
    templates = 0;
    decodeTargets = 0;
    width = 0;
    height = 0;
  }

  int decodeTargets() {
    return decodeTargets;
  }

  /** The index of a template by its id, or -1 if the structure has none of that id. */
  int indexOf(int templateId) {
    int index = (templateId - idOffset) & (TEMPLATE_IDS - 1);
    return index < templates ? index : -1;
  }

  int temporalLayer(int index) {
    return temporalLayers[index];
  }

  int spatialLayer(int index) {
    return spatialLayers[index];
  }

  boolean discardable(int index) {
    return discardable[index];
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  private boolean readLayers(BitReader bits) {
    int temporal = 0;
    int spatial = 0;
    templates = 0;
    while (templates < TEMPLATE_IDS) {
      temporalLayers[templates] = temporal;
      spatialLayers[templates] = spatial;
      templates++;
      int next = bits.bits(2);
      if (next == NO_MORE) {
        return true;
      }
      spatial += next == NEXT_SPATIAL ? 1 : 0;
      temporal = next == NEXT_SPATIAL ? 0 : temporal + (next == NEXT_TEMPORAL ? 1 : 0);
      if (spatial > MAX_SPATIAL_LAYER || temporal > MAX_TEMPORAL_LAYER) {
        return false;
      }
    }
    return false;
  }

  private void skipFrameDiffs(BitReader bits) {
    for (int i = 0; i < templates; i++) {
      while (bits.flag()) {
        bits.skip(4);
      }
    }
  }

  private void skipChains(BitReader bits) {
    int chains = bits.nonSymmetric(decodeTargets + 1);
    if (chains == 0) {
      return;
    }
    for (int i = 0; i < decodeTargets; i++) {
      bits.nonSymmetric(chains);
    }
    bits.skip(4 * chains * templates);
  }

  private void readResolutions(BitReader bits) {
    width = 0;
    height = 0;
    if (!bits.flag()) {
      return;
    }
    int layers = spatialLayers[templates - 1] + 1;
    for (int i = 0; i < layers; i++) {
      width = bits.bits(16) + 1;
      height = bits.bits(16) + 1;
    }
  }
}
