package org.vigie.bridge.codec;

import java.util.Arrays;

/**
 * The template dependency structure that comes with a key frame (AV1 RTP payload format, appendix
 * A.8.3): the layer of each template, whether its frames may be dropped, and which temporal layers
 * a receiver may take up with one of them.
 */
final class DependencyStructure {
  private static final int TEMPLATE_IDS = 64;
  private static final int MAX_SPATIAL_LAYER = 3;
  private static final int MAX_INNER_LAYER = 7;
  private static final int NEXT_TEMPORAL = 1;
  private static final int NEXT_SPATIAL = 2;
  private static final int NO_MORE = 3;
  private static final int MAX_TARGETS = 32;
  private static final int SWITCH = 2;
  private static final int NONE = -1;

  private final int[] temporalLayers = new int[TEMPLATE_IDS];
  private final int[] spatialLayers = new int[TEMPLATE_IDS];

  /** Two bits for each decode target, the first lowest. */
  private final long[] indications = new long[TEMPLATE_IDS];

  private final int[] targetLayers = new int[MAX_TARGETS];

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
    Arrays.fill(targetLayers, 0);
    for (int i = 0; i < templates; i++) {
      indications[i] = readIndications(bits);
      noteTargets(i);
    }
    skipFrameDiffs(bits);
    skipChains(bits);
    readResolutions(bits);
    return !bits.overrun();
  }

  /** Reads one indication per decode target. */
  long readIndications(BitReader bits) {
    long read = 0;
    for (int i = 0; i < decodeTargets; i++) {
      read |= (long) bits.bits(2) << (2 * i);
    }
    return read;
  }

  /** The temporal layer of a decode target is the highest of the frames that it has. */
  private void noteTargets(int template) {
    for (int i = 0; i < decodeTargets; i++) {
      if (indication(indications[template], i) != 0) {
        targetLayers[i] = Math.max(targetLayers[i], temporalLayers[template]);
      }
    }
  }

  private static int indication(long indications, int target) {
    return (int) (indications >> (2 * target)) & 3;
  }

  /** The highest temporal layer that may be taken up with a frame of these indications, or -1. */
  int opens(long frameIndications) {
    int highest = NONE;
    for (int i = 0; i < decodeTargets; i++) {
      if (indication(frameIndications, i) == SWITCH) {
        highest = Math.max(highest, targetLayers[i]);
      }
    }
    return highest;
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

  long indications(int index) {
    return indications[index];
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
      if (spatial > MAX_SPATIAL_LAYER || temporal > MAX_INNER_LAYER) {
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
