package org.vigie.bridge.forward;

/**
 * One incoming SSRC of a Track: a simulcast layer, or the only one. A camera that takes over brings
 * Layers of a higher generation; a camera that changes the SSRC of one layer replaces that Layer in
 * the same generation, and packets of the one before must not reach a Forwarder any more. Layers
 * are told apart by identity.
 */
public final class Layer {
  /** Layers of one Track at once. */
  public static final int MAX_LAYERS = 8;

  private final int generation;
  private final int index;
  private final ExtensionIds extensions;
  private final PacketHistory history;

  /**
   * A Layer.
   *
   * @param generation rises whenever another camera session feeds the Track
   * @param index 0 to {@link #MAX_LAYERS} - 1, its place in the camera's offer
   * @param extensions the camera's ids
   * @param history where its packets are kept
   */
  public Layer(int generation, int index, ExtensionIds extensions, PacketHistory history) {
    if (index < 0 || index >= MAX_LAYERS) {
      throw new IllegalArgumentException(
          "layer " + index + " is not between 0 and " + (MAX_LAYERS - 1));
    }
    this.generation = generation;
    this.index = index;
    this.extensions = extensions;
    this.history = history;
  }

  /** Rises whenever another camera session feeds the Track. */
  public int generation() {
    return generation;
  }

  /** Its place in the camera's offer, from 0. */
  public int index() {
    return index;
  }

  /** The camera's extension ids. */
  public ExtensionIds extensions() {
    return extensions;
  }

  /** Where its packets are kept. */
  public PacketHistory history() {
    return history;
  }
}
