package org.vigie.bridge.srtp;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;

/**
 * The native cipher contexts of one Session, freed together: by {@link #close}, or by the collector
 * should that be forgotten. For one thread.
 */
final class EvpContexts implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Freeing freeing = new Freeing();
  private final Cleaner.Cleanable cleanable = CLEANER.register(this, freeing);
  private boolean closed;

  /**
   * A new one.
   *
   * @throws IllegalStateException if these are closed
   */
  Context open() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    Context context = new Context();
    freeing.open.add(context);
    return context;
  }

  /** How many are open. */
  int size() {
    return freeing.open.size();
  }

  /** Frees the newest until this many are left. */
  void freeAllBut(int oldest) {
    freeing.freeAllBut(oldest);
  }

  @Override
  public void close() {
    closed = true;
    cleanable.clean();
  }

  /** One of OpenSSL's EVP_CIPHER_CTX. */
  static final class Context {
    private MemorySegment pointer = Libcrypto.newContext();

    boolean isOpen() {
      return pointer.address() != 0;
    }

    /**
     * Not to be kept.
     *
     * @throws IllegalStateException if it was freed
     */
    MemorySegment pointer() {
      if (!isOpen()) {
        throw new IllegalStateException("freed");
      }
      return pointer;
    }

    private void free() {
      Libcrypto.free(pointer);
      pointer = MemorySegment.NULL;
    }
  }

  /** Knows nothing of those who use the contexts, so that they can be collected. */
  private static final class Freeing implements Runnable {
    final List<Context> open = new ArrayList<>(4);

    @Override
    public void run() {
      freeAllBut(0);
    }

    void freeAllBut(int oldest) {
      while (open.size() > oldest) {
        open.removeLast().free();
      }
    }
  }
}
